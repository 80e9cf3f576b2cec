"""A Socket.IO client as a Python app has it: python-socketio, by the one transport it is told.

Usage: python-client.py URL TRANSPORT, with the handshake's auth in the environment as AUTH and headers as HEADERS, both JSON; with RECONNECTS it comes back by itself. Prints what happens as JSON lines,
{"event": name, "args": [...]}, and reads what to send as JSON lines, {"event": name, "data": ..., "ack": number or null};
an acknowledgement is printed as the event "ack" with the number and its arguments.
"""

import asyncio
import json
import os
import sys

import socketio


def tell(event, *args):
    print(json.dumps({"event": event, "args": args}), flush=True)


async def main(url, transport):
    client = socketio.AsyncClient(reconnection="RECONNECTS" in os.environ, reconnection_delay=0.2, reconnection_delay_max=0.5)
    client.on("connect", lambda: tell("connect", client.transport()))
    client.on("connect_error", lambda error=None: tell("connect_error", error))
    client.on("disconnect", lambda: tell("disconnect"))
    client.on("*", tell)
    try:
        auth, headers = json.loads(os.environ["AUTH"]), json.loads(os.environ["HEADERS"])
        await client.connect(url, auth=auth, headers=headers, transports=[transport])
    except socketio.exceptions.ConnectionError as error:
        tell("refused", str(error))
        return
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        command = json.loads(line)
        ack = command.get("ack")
        callback = None if ack is None else lambda *args, ack=ack: tell("ack", ack, *args)
        await client.emit(command["event"], command["data"], callback=callback)
    await client.disconnect()


asyncio.run(main(*sys.argv[1:]))
