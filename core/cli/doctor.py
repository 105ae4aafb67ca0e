"""The command `doctor`: what is wrong with a dataset, or worth a listen, by a job."""

import argparse
from itertools import groupby
from typing import TYPE_CHECKING

from core.cli.output import common_options, one_line, print_json
from core.cli.waiting import run_as_job

if TYPE_CHECKING:
    from core.doctor.stored import Examination

EXAMPLES = """\
examples:
  python -m core doctor gtzan
  python -m core doctor my_music --no-labels --json

The doctor listens to every track once, on all cores or on the cluster that GENRESCOPE_SCHEDULER names. What
is interrupted is taken up again by `python -m core jobs --again ID`. Nothing is changed: what to leave out is
decided on the Doctor page. With --json one object: dataset, n_tracks, checked, findings [track, kind, reason,
other], skipped. Exit status 0 whatever it finds.
"""


def register(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "doctor",
        help="what is wrong with a dataset: faults of sound, recordings twice, doubtful labels",
        description="Examine a dataset: faulty recordings, recordings that are there twice, labels worth a listen.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("dataset", metavar="DATASET|PATH", help="a dataset's name or id, NAME:PATH, or a folder")
    command.add_argument("--no-labels", action="store_true", help="do not judge labels, which takes a model")
    common_options(command)
    command.set_defaults(run=doctor)


def doctor(asked: argparse.Namespace) -> int:
    """Examine a dataset and print what was found, kind by kind."""
    from core.data.opened import open_dataset
    from core.doctor.examine import KIND, DoctorParams, examine
    from core.doctor.stored import read_findings
    from core.errors import DataError
    from core.workspace import check_writable

    check_writable()
    opened = open_dataset(asked.dataset)
    params = DoctorParams(opened.id, labels=not asked.no_labels)
    run_as_job(examine, params, kind=KIND, title=f"Doctor for {opened.title}", quiet=asked.quiet)
    found = read_findings(opened)
    if found is None:  # somebody forgot the dataset meanwhile
        raise DataError(f"{opened.title} was forgotten while it was examined; open it and run the doctor again")
    if asked.json:
        print_json(
            {
                "dataset": opened.id,
                "n_tracks": found.n_tracks,
                "checked": found.n_heard,
                "findings": [
                    {"track": one.track, "kind": one.kind, "reason": one.reason, "other": one.other}
                    for one in found.findings
                ],
                "skipped": list(found.skipped),
            }
        )
    else:
        _print(opened.title, found)
    return 0


def _print(title: str, found: "Examination") -> None:
    from core.data.findings import KINDS

    n = len(found.findings)
    heard = f"{found.n_heard} of {found.n_tracks} tracks heard"
    print(one_line(f"{title}: {n or 'no'} finding{'s' * (n != 1)}, {heard}"))
    for name, group in groupby(found.findings, key=lambda finding: finding.kind):
        findings = list(group)
        print(f"\n{KINDS[name].title} ({len(findings)}): {KINDS[name].about}")
        for finding in findings:
            beside = f" (beside {finding.other})" if finding.other else ""
            print("  " + one_line(f"{finding.track}{beside}: {finding.reason}"))
    if found.skipped:
        print("\nNot looked at:")
        for words in found.skipped:
            print(f"  {one_line(words)}")
