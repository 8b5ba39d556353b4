"""A spare: this program, started before anybody knows for which function, waits here. It takes the function's variables
and folder, and goes on as if it had been started with them.
"""

import os
import sys

_CHANNEL = "LAMBDA_WORKBENCH_SPARE"


def await_function():
    """Ends the process when it is not needed any more."""
    # What Lambda's own runtime has loaded, and most functions import.
    import json

    from workbench_log import write_mark

    channel = int(os.environ[_CHANNEL])
    write_mark()
    message = _read_to_end(channel)
    if not message:
        # Nobody is there any more who could have a function.
        os._exit(0)
    take = json.loads(message)
    os.close(channel)
    start_path = _search_path()
    os.environ.clear()
    os.environ.update(take["environment"])
    os.chdir(take["folder"])
    # Read when Python starts; behind the folder of the script.
    sys.path[1 : 1 + len(start_path)] = _search_path()
    del sys.modules[__name__]


def _search_path():
    path = os.environ.get("PYTHONPATH", "")
    return path.split(os.pathsep) if path else []


def _read_to_end(channel):
    chunks = []
    while True:
        chunk = os.read(channel, 1 << 16)
        if not chunk:
            return b"".join(chunks)
        chunks.append(chunk)
