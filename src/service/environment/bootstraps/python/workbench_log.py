"""The log pipe, which is the process's standard output, and what Lambda's runtime writes to it."""

import os
import sys
import time

TEXT_FRAME = b"\xa5\x5a\x00\x03"
MARK_FRAME = b"\xa5\x5a\xff\x01"
_LEVELS = ("DEBUG", "INFO", "WARN", "WARNING", "ERROR", "FATAL", "CRITICAL")
_NO_BREAK_SPACE = "\u00a0"

# The id that log lines carry: of the invocation that runs, None during init.
request_id = None
tenant_id = None
is_json = False


def use_variables():
    """What the function's variables say about its log."""
    global is_json
    is_json = os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"


def write_frame(kind, message):
    """Writes one log event that may have several lines, or a mark.

    Frame: type, u32 length, i64 microseconds since 1970, message; big-endian, the layout of Lambda's own log frames.
    """
    body = message.encode("utf-8", "backslashreplace")
    head = len(body).to_bytes(4, "big") + (time.time_ns() // 1000).to_bytes(8, "big")
    rest = memoryview(kind + head + body)
    while rest:
        try:
            rest = rest[os.write(1, rest) :]
        except BlockingIOError:
            time.sleep(0.001)


def write_mark():
    """Says that everything written before belongs to what is now finished. Carries the peak memory in kilobytes."""
    write_frame(MARK_FRAME, _peak_kilobytes())


def _peak_kilobytes():
    # Linux tells the service itself; Windows has no such module.
    if sys.platform in ("linux", "win32"):
        return ""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return str(peak // 1024 if sys.platform == "darwin" else peak)


class Unbuffered:
    """Standard output as Lambda has it: what is printed is written at once."""

    def __init__(self, stream):
        self.stream = stream

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def write(self, text):
        self.stream.write(text)
        self.stream.flush()

    def writelines(self, lines):
        self.stream.writelines(lines)
        self.stream.flush()


def log_error(error):
    if is_json:
        import json

        line = {"timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "level": "ERROR"}
        line.update(error)
        write_frame(TEXT_FRAME, json.dumps(line, ensure_ascii=False) + "\n")
        return
    description = "[ERROR]"
    if error["errorType"]:
        description += " " + error["errorType"]
    if error["errorMessage"]:
        description += (": " if error["errorType"] else " ") + error["errorMessage"]
    lines = [description, "Traceback (most recent call last):"]
    for element in error["stackTrace"]:
        if element == "":
            lines.append("")
        for line in element.splitlines():
            text = line.lstrip(" ")
            lines.append(_NO_BREAK_SPACE * (len(line) - len(text)) + text)
    write_frame(TEXT_FRAME, "\n".join(lines))


def set_up_logging(logging):
    """Gives the root logger Lambda's handler: tab-separated text, or JSON; and the level of the configuration."""

    class LambdaHandler(logging.Handler):
        def emit(self, record):
            try:
                write_frame(TEXT_FRAME, self.format(record))
            except Exception:
                self.handleError(record)

    class RequestFilter(logging.Filter):
        def filter(self, record):
            record.aws_request_id = request_id or ""
            record.tenant_id = tenant_id
            return True

    logging.Formatter.converter = time.gmtime
    handler = LambdaHandler()
    if is_json:
        import workbench_json_log

        handler.setFormatter(workbench_json_log.formatter(logging))
    else:
        handler.setFormatter(
            logging.Formatter(
                "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n", "%Y-%m-%dT%H:%M:%S"
            )
        )
    handler.addFilter(RequestFilter())
    level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper().replace("TRACE", "DEBUG")
    if level in _LEVELS:
        logging.getLogger().setLevel(level)
    logging.getLogger().addHandler(handler)
