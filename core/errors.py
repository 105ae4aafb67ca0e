"""Errors that a visitor may see: each message says what was found, what is needed and what to do."""


class CoreError(Exception):
    """Something outside the program is not as it must be; the message is written for the person who can mend it."""


class AudioError(CoreError):
    """A file or signal cannot be used as sound."""


class DataError(CoreError):
    """A dataset, table or list of folds is missing, broken or does not fit the protocol."""


class ModelError(CoreError):
    """A model or a stored run is missing, broken or was made for other features."""


class DownloadError(CoreError):
    """A remote file can be had neither from the network nor from the mirror, or its checksum is wrong."""


class WorkspaceError(CoreError):
    """The folder for runs and downloads cannot be read or written."""


class JobError(CoreError):
    """A job is unknown or broken, or the cluster that shall run it cannot be used."""


class ServiceError(CoreError):
    """Somebody else's server cannot be reached, refuses, or answers with what cannot be used."""
