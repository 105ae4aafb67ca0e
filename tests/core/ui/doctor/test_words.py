"""What the Doctor page says: plain sentences with right numbers, and nothing claimed that was not heard."""

from core.data.consequences import Consequences, ProtocolChange
from core.data.findings import KINDS, Finding
from core.figures import KindCount
from core.ui.doctor import words
from core.ui.doctor.card import elsewhere_words, verdict_words
from core.ui.doctor.case import KEPT, OUT, Case, Verdict, case_of

SILENT = Finding("a", "silent", "all of it")
TWINS = Finding("a", "near-duplicate", "the same", other="c")
DOUBTED = Finding("d", "doubtful-label", "sounds like techno")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def case(*findings: Finding) -> Case:
    return case_of(findings, (), n_tracks=1200)


def headline(*findings: Finding, n_heard: int = 1200) -> str:
    return plain(words.headline(case(*findings), n_heard=n_heard))


def test_the_headline_answers_the_question_of_the_page():
    assert headline() == "Nothing is wrong with it, as far as I can hear."
    assert headline(SILENT) == "1 of 1,200 tracks has a fault."
    assert headline(TWINS, DOUBTED) == "1 of 1,200 tracks has a fault, 1 more is worth a listen."
    assert headline(DOUBTED).startswith("1 of 1,200 tracks is worth a listen; the others are fine")


def test_of_what_was_not_heard_nothing_is_claimed():
    assert headline(n_heard=0) == "I found nothing, but I could hear none of it."
    assert headline(DOUBTED, n_heard=0).startswith("1 of 1,200")


def test_the_strip_names_only_what_is_there():
    assert (
        plain(words.strip_words(case(SILENT)))
        == "All 1,200 tracks: 1 with a fault and 1,199 fine as far as I can hear."
    )


def test_the_caption_of_the_strip_says_what_the_headline_does_not():
    assert words.strip_caption(case(SILENT)) == "1,199 are fine, as far as I can hear."
    assert words.strip_caption(case(TWINS)) == "1,199 are fine, as far as I can hear. Of two copies, one counts."
    assert plain(words.strip_caption(case())) == "One bar of all 1,200 tracks."
    assert words.strip_caption(case_of([SILENT], (), n_tracks=1)) == "None is without a fault or a doubt."


def test_several_findings_of_one_track_are_told():
    both = (SILENT, Finding("a", "clipped", ""))
    assert "A track may have several." in words.bars_words(case(*both))
    assert "several" not in words.bars_words(case(SILENT, DOUBTED))


def test_a_protocol_whose_test_set_lost_tracks_says_how_many_and_its_new_name():
    folds = ProtocolChange("artist-folds", "artist-folds-without-3-ab12", False, n_gone=3, n_tested=948)
    assert plain(words.change_words(folds)) == (
        "artist-folds: 3 of the 948 tracks it is judged by are left out; scores go under artist-folds-without-3-ab12."
    )
    random = ProtocolChange("random-tracks", "random-tracks-without-7-cd34", True, n_gone=7)
    assert plain(words.change_words(random)) == (
        "random-tracks: 7 tracks are left out; scores go under random-tracks-without-7-cd34."
    )


def test_a_protocol_that_is_untouched_or_unknown_says_so():
    whole = ProtocolChange("artist-folds", "artist-folds", False, n_tested=948)
    assert words.change_words(whole) == "artist-folds: its test set stays whole, and so does its name."
    unknown = ProtocolChange("artist-folds", "artist-folds", False, problem="no network")
    assert words.change_words(unknown) == "artist-folds: its published list cannot be read: no network."


def test_what_leaves_which_part_is_told_apart():
    assert words.left_out_words(Consequences(0, 0, 0, 0, ())) == words.NOTHING_LEFT_OUT
    both = plain(words.left_out_words(Consequences(7, 1, 0, 0, ())))
    assert both == "7 tracks left out of every part and 1 track left out of training parts only."


def test_copies_stay_together_and_nothing_is_said_where_there_are_none():
    assert words.together_words(Consequences(0, 0, 0, 0, ())) == ""
    told = plain(words.together_words(Consequences(0, 0, 1, 2, ())))
    assert told.startswith("1 recording is there more than once (2 tracks).")


def test_a_hash_is_short_and_says_whether_it_changed():
    before, after = "a" * 64, "b" * 64
    assert plain(words.hash_words(before, before)) == f"The data hash of its 30 s table is {'a' * 12}, as it was made."
    assert "b" * 12 in words.hash_words(before, after)


def test_a_hash_that_copies_alone_have_changed_says_so():
    told = words.copies_hash_words("a" * 64, "b" * 64)
    assert told.startswith("The copies that the doctor found now stay on one side of every split")
    assert told.endswith(f"data {'b' * 12} instead of {'a' * 12}.")


def test_before_all_of_a_kind_leave_it_is_said_what_that_means():
    assert plain(words.all_of_a_kind(KindCount("silent", "Silent", 12), 12)) == "Silent: 12 tracks"
    none_before = Consequences(12, 1, 0, 0, ())
    (everywhere,) = words.meaning(KINDS["silent"], 12, then=none_before)
    assert "leave every part of a split, the test set too" in everywhere
    (training,) = words.meaning(KINDS["doubtful-label"], 1, then=none_before)
    assert plain(training).startswith("1 track leaves training parts only. Test sets stay whole")
    assert "one track stays" in words.meaning(KINDS["near-duplicate"], 2, then=none_before)[1]


def test_what_was_left_out_before_is_counted_apart():
    seven = Consequences(7, 2, 0, 0, ())
    (everywhere,) = words.meaning(KINDS["silent"], 6, then=seven)
    assert "the test set too, 7 with the 1 left out before: the fault" in everywhere
    (training,) = words.meaning(KINDS["doubtful-label"], 1, then=seven)
    assert "training parts only, 2 with the 1 left out before." in plain(training)


def test_a_card_says_what_was_decided_about_it():
    assert verdict_words(Verdict(SILENT)) == ""
    assert verdict_words(Verdict(SILENT, KEPT)) == "Kept"
    assert verdict_words(Verdict(SILENT, OUT, ("a",))) == "Left out"
    assert verdict_words(Verdict(TWINS, OUT, ("c",))) == "B left out"
    assert verdict_words(Verdict(TWINS, OUT, ("a", "c"))) == "A and B left out"
    assert elsewhere_words(Verdict(TWINS, elsewhere={"c": "Silent"})) == "B left out already: silent."
    assert elsewhere_words(Verdict(SILENT, elsewhere={"a": "Clipped"})) == "Left out already: clipped."
