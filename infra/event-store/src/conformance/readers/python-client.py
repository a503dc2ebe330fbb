"""A client of the protocol that is driven by lines of JSON.

In: {"id", "op", "args"}. Out: {"id", "ok"} or {"id", "failed", "message"}. Operations run beside one another, as calls of a client do.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from uuid import UUID

from kurrentdbclient import KurrentDBClient, NewEvent, StreamState
from kurrentdbclient.exceptions import (
    AlreadyExistsError,
    NotFoundError,
    StreamIsDeletedError,
    StreamTombstonedError,
    WrongCurrentVersionError,
)

STATES = {"any": StreamState.ANY, "no_stream": StreamState.NO_STREAM, "stream_exists": StreamState.EXISTS}

client = KurrentDBClient(uri=sys.argv[1])
printing = Lock()


def shown(event):
    return {
        "stream": event.stream_name,
        "revision": str(event.stream_position),
        "type": event.type,
        "id": str(event.id),
        "data": event.data.decode("utf8"),
    }


def first_of(subscription, count, taken):
    events = []
    for event in subscription:
        events.append(shown(event))
        taken(event)
        if len(events) == count:
            subscription.stop()
    return events


def nothing(_event):
    pass


def append(stream, events, expected):
    new = [NewEvent(type=e["type"], id=UUID(e["id"]), data=json.dumps(e["data"]).encode("utf8")) for e in events]
    version = STATES[expected] if expected in STATES else int(expected)
    client.append_to_stream(stream, current_version=version, events=new)
    return str(client.get_current_version(stream))


def read(stream, backwards, start, limit, resolve):
    events = client.get_stream(
        stream,
        backwards=backwards,
        resolve_links=resolve,
        stream_position=None if start is None else int(start),
        limit=sys.maxsize if limit is None else limit,
    )
    return [shown(event) for event in events]


def follow(stream, count):
    return first_of(client.subscribe_to_stream(stream), count, nothing)


def follow_all(prefix, count):
    filtered = client.subscribe_to_all(filter_include=[prefix], filter_by_prefix=True, filter_by_stream_name=True)
    return first_of(filtered, count, nothing)


def consume(stream, group, count):
    subscription = client.read_subscription_to_stream(group_name=group, stream_name=stream)
    return first_of(subscription, count, subscription.ack)


OPERATIONS = {
    "append": append,
    "read": read,
    "follow": follow,
    "followAll": follow_all,
    "limitTo": lambda stream, count: client.set_stream_metadata(stream, metadata={"$maxCount": count}),
    "maxCountOf": lambda stream: client.get_stream_metadata(stream)[0].get("$maxCount"),
    "remove": lambda stream: client.delete_stream(stream, current_version=StreamState.ANY),
    "tombstone": lambda stream: client.tombstone_stream(stream, current_version=StreamState.ANY),
    "createGroup": lambda stream, group: client.create_subscription_to_stream(group_name=group, stream_name=stream),
    "deleteGroup": lambda stream, group: client.delete_subscription(group_name=group, stream_name=stream),
    "consume": consume,
    "enableProjection": client.enable_projection,
    "projectionStatus": lambda name: client.get_projection_statistics(name).status,
}


def kind_of(error, op):
    if isinstance(error, WrongCurrentVersionError):
        return "wrong-version"
    if isinstance(error, (StreamIsDeletedError, StreamTombstonedError)):
        return "stream-deleted"
    if isinstance(error, AlreadyExistsError):
        return "group-exists"
    if isinstance(error, NotFoundError):
        return "group-missing" if op in ("deleteGroup", "consume") else "stream-not-found"
    return "other"


def answer(line):
    request = json.loads(line)
    op = request["op"]
    try:
        told = {"ok": OPERATIONS[op](*request["args"])}
    except Exception as error:  # every failure of a call is an answer to who asked
        told = {"failed": kind_of(error, op), "message": f"{type(error).__name__}: {error}"}
    with printing:
        print(json.dumps({"id": request["id"], **told}), flush=True)


with ThreadPoolExecutor(max_workers=8) as workers:
    for request_line in sys.stdin:
        workers.submit(answer, request_line)
client.close()
