"""JSON by the C functions that the standard module is made of: the module itself brings `re` along, which would cost a
cold start more than everything else here. The results are the same; whatever is not plain goes to the module, which
also words the errors.
"""

from _json import encode_basestring, encode_basestring_ascii, make_encoder, make_scanner


class _Reading:
    """What the scanner asks for: the defaults of `json.loads`."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = {"-Infinity": -float("inf"), "Infinity": float("inf"), "NaN": float("nan")}.__getitem__


_WHITESPACE = " \t\n\r"
_scan = make_scanner(_Reading)


def loads(text):
    """As `json.loads`: takes text or bytes, raises ValueError."""
    try:
        plain = text if isinstance(text, str) else text.decode("utf-8", "surrogatepass")
        value, end = _scan(plain, len(plain) - len(plain.lstrip(_WHITESPACE)))
        if end == len(plain) or not plain[end:].strip(_WHITESPACE):
            return value
    except (ValueError, StopIteration):
        pass
    import json

    return json.loads(text)


def dumps(value, ensure_ascii=True, default=None):
    """As `json.dumps`: raises TypeError and ValueError."""
    encode_text = encode_basestring_ascii if ensure_ascii else encode_basestring
    # Subclasses of str as well, as in the module.
    if isinstance(value, str):
        return encode_text(value)
    encode = make_encoder({}, default or _refuse, encode_text, None, ": ", ", ", False, False, True)
    return "".join(encode(value, 0))


def _refuse(value):
    raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)
