"""What runs inside an execution environment of a Python function: loads the handler and feeds it invocations.

Standard library only, Python 3.9 to 3.14. It is on the path of every cold start, so it imports little: modules that
only some functions need (logging, traceback, decimal) are imported when they are needed.
Behaviour follows Lambda's runtime client for Python.
"""

import _socket
import builtins
import importlib.machinery
import json
import os
import sys
import time

_RUNTIME = "/2018-06-01/runtime"
_TEXT_FRAME = b"\xa5\x5a\x00\x03"
_MARK_FRAME = b"\xa5\x5a\xff\x01"
_NO_BREAK_SPACE = "\u00a0"

# What Lambda's own runtime brings along. Other installed packages stay out of sight: they are not on Lambda either.
_BUNDLED = frozenset(("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six"))

_request_id = None


class Fault(Exception):
    """An error that the runtime itself raises."""

    def __init__(self, error_type, message, trace=None):
        super().__init__(message)
        self.error_type = error_type
        self.message = message
        self.trace = trace


# --- the log pipe -------------------------------------------------------------------------------------------------


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
    write_frame(_TEXT_FRAME, "\n".join(lines))


# --- logging ------------------------------------------------------------------------------------------------------


def set_up_logging(logging):
    """Gives the root logger Lambda's handler: level, time, request id and message, tab-separated."""

    class LambdaHandler(logging.Handler):
        def emit(self, record):
            try:
                write_frame(_TEXT_FRAME, self.format(record))
            except Exception:
                self.handleError(record)

    class RequestFilter(logging.Filter):
        def filter(self, record):
            record.aws_request_id = _request_id or ""
            return True

    logging.Formatter.converter = time.gmtime
    handler = LambdaHandler()
    handler.setFormatter(
        logging.Formatter(
            "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n", "%Y-%m-%dT%H:%M:%S"
        )
    )
    handler.addFilter(RequestFilter())
    logging.getLogger().addHandler(handler)


class ImportHook:
    """Sets `logging` up when it is first imported, and finds the packages that Lambda's runtime brings along."""

    def __init__(self):
        self.loading = False

    def find_spec(self, name, path=None, target=None):
        if name != "logging" or self.loading:
            return None
        self.loading = True
        spec = importlib.machinery.PathFinder.find_spec(name)
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            sys.meta_path.remove(self)
            set_up_logging(module)

        spec.loader.exec_module = exec_module
        return spec


class BundledPackages:
    """The last place to look: the interpreter's own packages, for the names that Lambda's runtime has as well."""

    def __init__(self):
        self.path = None

    def find_spec(self, name, path=None, target=None):
        if path is not None or name not in _BUNDLED:
            return None
        if self.path is None:
            import site

            self.path = site.getsitepackages()
        return importlib.machinery.PathFinder.find_spec(name, self.path, target)


# --- the Runtime API ----------------------------------------------------------------------------------------------


class RuntimeClient:
    """One kept-alive socket. The process ends when it closes: then the service is gone."""

    def __init__(self, address):
        host, port = address.rsplit(":", 1)
        self.host = address
        self.socket = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
        self.socket.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
        self.socket.connect((host, int(port)))
        self.received = b""

    def next(self):
        _, headers, body = self.request("GET", "/invocation/next")
        return headers, body

    def respond(self, request_id, body, content_type):
        return self.request("POST", "/invocation/%s/response" % request_id, body, {"Content-Type": content_type})[0]

    def fail(self, path, error):
        headers = {
            "Content-Type": "application/vnd.aws.lambda.error+json",
            "Lambda-Runtime-Function-Error-Type": error["errorType"].encode("ascii", "replace").decode(),
        }
        return self.request("POST", path, json.dumps(error).encode(), headers)[0]

    def request(self, method, path, body=b"", headers=None):
        lines = ["%s %s%s HTTP/1.1" % (method, _RUNTIME, path), "Host: " + self.host]
        if method == "POST":
            lines.append("Content-Length: %d" % len(body))
        lines.extend("%s: %s" % field for field in (headers or {}).items())
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body)
        return self.answer()

    def answer(self):
        while True:
            head, separator, _ = self.received.partition(b"\r\n\r\n")
            if separator:
                break
            self.receive()
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = {}
        for line in lines:
            name, _, value = line.partition(":")
            # Header values travel as bytes; the client context is JSON in UTF-8.
            headers[name.lower()] = value.strip().encode("latin-1").decode("utf-8", "replace")
        start = len(head) + 4
        end = start + int(headers.get("content-length", 0))
        if len(self.received) < end:
            chunks, missing = [self.received], end - len(self.received)
            while missing > 0:
                chunks.append(self.receive_chunk())
                missing -= len(chunks[-1])
            self.received = b"".join(chunks)
        body, self.received = self.received[start:end], self.received[end:]
        return int(status.split(" ")[1]), headers, body

    def receive(self):
        self.received += self.receive_chunk()

    def receive_chunk(self):
        chunk = self.socket.recv(1 << 18)
        if not chunk:
            os._exit(1)
        return chunk


# --- the handler --------------------------------------------------------------------------------------------------


def load_handler(name):
    """`package/module.function`, relative to the task root. Raises Fault, or what the module itself raised."""
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as error:
        raise Fault("Runtime.MalformedHandlerName", "Bad handler '%s': %s" % (name, error)) from None
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise Fault(
            "Runtime.BuiltInModuleConflict", "Cannot use built-in module %s as a handler module" % module_name
        )
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault(
            "Runtime.ImportModuleError", "Unable to import module '%s': %s" % (module_name, error)
        ) from None
    except SyntaxError as error:
        trace = ['  File "%s" Line %s\n    %s' % (error.filename, error.lineno, error.text)]
        raise Fault(
            "Runtime.UserCodeSyntaxError", "Syntax error in module '%s': %s" % (module_name, error), trace
        ) from None
    try:
        return getattr(module, function_name)
    except AttributeError:
        raise Fault(
            "Runtime.HandlerNotFound", "Handler '%s' missing on module '%s'" % (function_name, module_name)
        ) from None


class Fields:
    """An object with exactly the given attributes, for the parts of a context."""

    def __init__(self, names, values):
        for name in names:
            setattr(self, name, values.get(name))

    def __repr__(self):
        return "%s(%s)" % (type(self).__name__, ",".join("%s=%r" % field for field in vars(self).items()))


class LambdaContext:
    def __init__(self, headers):
        environment = os.environ
        self.aws_request_id = headers.get("lambda-runtime-aws-request-id")
        self.log_group_name = environment.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = environment.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = environment.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = environment.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = environment.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        self.client_context = self._client_context(headers.get("lambda-runtime-client-context"))
        self.identity = self._identity(headers.get("lambda-runtime-cognito-identity"))
        self._deadline_ms = int(headers["lambda-runtime-deadline-ms"])

    @staticmethod
    def _client_context(text):
        if not text:
            return None
        fields = Fields(("custom", "env", "client"), _parse(text, "Client Context"))
        if fields.client is not None:
            names = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")
            fields.client = Fields(names, fields.client)
        return fields

    @staticmethod
    def _identity(text):
        identity = _parse(text, "Cognito Identity") if text else {}
        names = {"cognito_identity_id": "cognitoIdentityId", "cognito_identity_pool_id": "cognitoIdentityPoolId"}
        return Fields(names, {name: identity.get(wire) for name, wire in names.items()})

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(time.time() * 1000))

    def log(self, message):
        write_frame(_TEXT_FRAME, str(message))

    def __repr__(self):
        return "LambdaContext([%s])" % ",".join(
            "%s=%s" % (name, value) for name, value in vars(self).items() if not name.startswith("_")
        )


def _parse(text, what):
    try:
        return json.loads(text)
    except ValueError as error:
        raise Fault(
            "Runtime.LambdaContextUnmarshalError", "Unable to parse %s JSON: %s" % (what, error)
        ) from None


class Encoder(json.JSONEncoder):
    """Numbers of the decimal module are numbers in JSON as well."""

    def default(self, value):
        decimal = sys.modules.get("decimal")
        if decimal is not None and isinstance(value, decimal.Decimal):
            is_whole = value.is_finite() and value == value.to_integral_value()
            return int(value) if is_whole else float(value)
        return super().default(value)


def encode(value):
    try:
        return Encoder(ensure_ascii=os.environ.get("AWS_EXECUTION_ENV") in _ASCII_RUNTIMES).encode(value)
    except Exception as error:
        raise Fault("Runtime.MarshalError", "Unable to marshal response: %s" % error) from None


# Up to Python 3.11 the runtime escapes everything that is not ASCII.
_ASCII_RUNTIMES = frozenset("AWS_Lambda_python3.%d" % minor for minor in range(6, 12))


def error_of(exception, request_id):
    """The error object of the Runtime API, without the frames of this file."""
    if isinstance(exception, Fault):
        error_type, message, trace = exception.error_type, exception.message, exception.trace
    else:
        import traceback

        frames = traceback.extract_tb(exception.__traceback__)
        while frames and frames[0].filename == __file__:
            frames.pop(0)
        error_type, message = type(exception).__name__, str(exception)
        trace = traceback.format_list([(f.filename, f.lineno, f.name, f.line) for f in frames])
    return {
        "errorMessage": message or "",
        "errorType": error_type or "",
        "requestId": request_id or "",
        "stackTrace": trace or [],
    }


def handle(client, handler, headers, body):
    global _request_id
    _request_id = headers.get("lambda-runtime-aws-request-id")
    trace_id = headers.get("lambda-runtime-trace-id")
    if trace_id is not None:
        os.environ["_X_AMZN_TRACE_ID"] = trace_id
    try:
        context = LambdaContext(headers)
        try:
            event = json.loads(body)
        except ValueError as error:
            raise Fault("Runtime.UnmarshalError", "Unable to unmarshal input: %s" % error) from None
        result = handler(event, context)
        if isinstance(result, bytes):
            response, content_type = result, "application/unknown"
        else:
            response, content_type = encode(result).encode("utf-8", "backslashreplace"), "application/json"
    except Exception as exception:
        error = error_of(exception, _request_id)
        log_error(error)
        client.fail("/invocation/%s/error" % _request_id, error)
        return
    status = client.respond(_request_id, response, content_type)
    if status != 202:
        message = "Failed to post handler success response. Http response code: %d." % status
        write_frame(_TEXT_FRAME, "[ERROR] [%d] LAMBDA_RUNTIME %s\n" % (time.time() * 1000, message))


_WARNING = (
    "LAMBDA_WARNING: Unhandled exception. The most likely cause is an issue in the function code. However, in rare "
    "cases, a Lambda runtime update can cause unexpected function behavior. For functions using managed runtimes, "
    "runtime updates can be triggered by a function change, or can be applied automatically. To determine if the "
    "runtime has been updated, check the runtime version in the INIT_START log entry. If this error correlates with a "
    "change in the runtime version, you may be able to mitigate this error by temporarily rolling back to the previous "
    "runtime version. For more information, see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html"
)


def main():
    os.dup2(1, 2)
    # `site` is not loaded: it is slow, and would show packages to the function that Lambda does not have.
    builtins.exit = builtins.quit = sys.exit
    sys.stdout, sys.stderr = Unbuffered(sys.stdout), Unbuffered(sys.stderr)
    # The script's own folder makes room for the function's: what it imports is its own.
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    sys.meta_path.insert(0, ImportHook())
    sys.meta_path.append(BundledPackages())
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
        # Everything written up to here belongs to what is finished.
        write_frame(_MARK_FRAME, "")
        headers, body = client.next()
        handle(client, handler, headers, body)


main()
