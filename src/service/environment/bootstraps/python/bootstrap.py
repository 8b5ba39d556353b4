"""What runs inside an execution environment of a Python function: loads the handler and feeds it invocations.

Standard library only, Python 3.9 to 3.14. It is on the path of every cold start, so its parts import little: modules
that only some functions need (logging, traceback) are imported when they are needed. The parts are modules of their
own because Python keeps the compiled form of modules, but never that of the script it is started with.
"""

import builtins
import os
import sys

import workbench_imports
from workbench_client import RuntimeClient
from workbench_function import error_of, handle, load_handler
from workbench_log import Unbuffered, log_error, use_variables, write_mark

_WARNING = (
    "LAMBDA_WARNING: Unhandled exception. The most likely cause is an issue in the function code. However, in rare "
    "cases, a Lambda runtime update can cause unexpected function behavior. For functions using managed runtimes, "
    "runtime updates can be triggered by a function change, or can be applied automatically. To determine if the "
    "runtime has been updated, check the runtime version in the INIT_START log entry. If this error correlates with a "
    "change in the runtime version, you may be able to mitigate this error by temporarily rolling back to the previous "
    "runtime version. For more information, see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html"
)


def main():
    if "LAMBDA_WORKBENCH_SPARE" in os.environ:
        from workbench_spare import await_function

        await_function()
    use_variables()
    # One pipe for both streams keeps their lines in order.
    os.dup2(1, 2)
    sys.stdout, sys.stderr = Unbuffered(sys.stdout), Unbuffered(sys.stderr)
    # `site` is not loaded: it is slow, and would show packages to the function that Lambda does not have.
    builtins.exit = builtins.quit = sys.exit
    task_root = os.environ["LAMBDA_TASK_ROOT"]
    workbench_imports.load_before(task_root)
    # The script's own folder makes room for the function's: what it imports is its own.
    sys.path[0] = task_root
    workbench_imports.install()
    client = RuntimeClient(os.environ["AWS_LAMBDA_RUNTIME_API"])
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except Exception as exception:
        import logging

        logging.warning(_WARNING)
        error = error_of(exception, None)
        log_error(error)
        client.fail("/init/error", error)
        sys.exit(1)
    while True:
        write_mark()
        headers, body = client.next()
        handle(client, handler, headers, body)


main()
