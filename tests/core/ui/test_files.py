"""Downloads have honest names, and tables no formulas."""

import pytest

from core.ui.files import download_name, spreadsheet_text


@pytest.mark.parametrize(
    ("song", "name"),
    [
        ("My song.wav", "genrescope_mix_My_song.csv"),
        ("Veränderung - 変化.mp3", "genrescope_mix_Veränderung_-_変化.csv"),
        ("../../etc/passwd", "genrescope_mix_etc_passwd.csv"),
        ("<img src=x onerror=alert(1)>**bold**.wav", "genrescope_mix_img_src_x_onerror_alert_1_bold.csv"),
        ("...", "genrescope_mix_song.csv"),
        ("", "genrescope_mix_song.csv"),
        ("CON\x00:*?.flac", "genrescope_mix_CON.csv"),
    ],
)
def test_a_download_is_named_after_its_song_and_safe_everywhere(song, name):
    assert download_name("mix", song, "csv") == name


def test_a_very_long_name_is_cut():
    assert len(download_name("mix", "x" * 999, "csv")) < 110


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1"])
def test_no_name_becomes_a_formula(text):
    assert spreadsheet_text(text) == f"'{text}"
    assert spreadsheet_text("song = 1") == "song = 1"
