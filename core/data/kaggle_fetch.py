"""``python -m core.data.kaggle_fetch HANDLE FOLDER``: a dataset of Kaggle in a folder, what became of it as JSON, out.

kagglehub waits without end for a silent network and cannot be stopped, so it runs in a process of its own, which the
job watches and ends. This process ends by itself with whoever holds its standard input.
"""

import json
import os
import sys
import tarfile
import threading
import zipfile


def main(handle: str, folder: str) -> None:
    """Fetch and unpack ``handle`` below ``folder``; print ``{"path": ...}``, or ``{"problem": ..., "words": ...}``."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    answer, sys.stdout = sys.stdout, sys.stderr  # where kagglehub talks
    os.environ["KAGGLEHUB_CACHE"] = folder
    print(json.dumps(_fetch(handle)), file=answer, flush=True)


def _fetch(handle: str) -> dict[str, str]:
    import kagglehub  # looks at its settings when it is imported
    import requests
    from kagglehub.exceptions import DataCorruptionError

    try:
        return {"path": kagglehub.dataset_download(handle)}
    except requests.HTTPError as error:
        status = error.response.status_code if error.response is not None else 0
        return {"problem": "credentials" if status in (401, 403) else "refused", "words": str(status)}
    except requests.RequestException as error:
        return {"problem": "network", "words": str(error)}
    except DataCorruptionError:
        return {"problem": "corrupt", "words": "its checksum is wrong"}
    except (zipfile.BadZipFile, tarfile.TarError) as error:
        return {"problem": "corrupt", "words": str(error)}
    except ValueError as error:  # of a credentials file that is no JSON, and of an archive that is none
        if "credentials" in str(error):
            return {"problem": "credentials", "words": str(error)}
        return {"problem": "corrupt", "words": "it is no archive"}
    except OSError as error:
        return {"problem": "disk", "words": error.strerror or str(error)}


def _end_with_parent() -> None:
    while os.read(0, 1024):  # not by sys.stdin, whose lock this thread would still hold at a good end
        pass
    os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
