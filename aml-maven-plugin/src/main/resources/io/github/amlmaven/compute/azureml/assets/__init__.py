"""Assets of the project in a run:

    from azureml.assets import get_local_path
    model = get_local_path("assets/model.pkl.link")  # the file, or the folder, that was promoted

A run has what the project has: the asset must have been brought into the project before, to where the message says.
"""

import io
import json
import os


def get_local_path(link):
    """The path of the asset that a link file of the project leads to; a folder assets/ before its name may be left out."""
    file = _link_file(str(link))
    name, version = _read(file)
    folder = os.path.join(os.path.dirname(file), name, version)
    entries = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    if len(entries) != 1:
        shown = file.replace(os.sep, "/")
        raise FileNotFoundError(
            "{0}: version {1} of {2} is not in this run. Type this in the project, and run again: "
            "mvn aml:download-artifact -Daml.link={0} -Daml.destination={3}/".format(
                shown, version, name, folder.replace(os.sep, "/")
            )
        )
    return os.path.abspath(os.path.join(folder, entries[0]))


def _link_file(link):
    for file in (link, os.path.join("assets", link)):
        if os.path.isfile(file):
            return file
    raise FileNotFoundError("{}: there is no link file of that name; aml:promote writes it".format(link))


def _read(file):
    try:
        with io.open(file, encoding="utf-8-sig") as stream:
            link = json.load(stream)
        name, version = link["name"], str(int(link["version"]))
        if link["assetSource"] == "azureml" and os.path.basename(name) == name and name not in ("", ".", ".."):
            return name, version
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    raise ValueError("{}: not a link to an asset; aml:promote writes it anew".format(file))
