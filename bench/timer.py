"""Runs programs one at a time and reports what the kernel says each of them cost.

Node cannot read the resource usage of a child; wait4 can, and Python has it in its standard library.

Reads one JSON object a line:  {"argv": [...], "env": {...}, "cwd": "...", "timeout": seconds}
Writes one JSON object a line: {"exitCode", "wall", "cpu", "rss", "stdout", "stderr", "timedOut"}
  wall: seconds from before the start until the process is reaped
  cpu:  user + system seconds of the process and every child it waited for
  rss:  bytes, the largest of those processes at its peak
  exitCode: negative is the number of the signal that ended it
The first line it writes is {"python", "floor"}: below `floor` bytes no peak can be seen, because
on Linux a new process starts with the peak of the one that started it. Hence the few imports.
Ends when its standard input does.
"""

import json
import os
import select
import signal
import sys
import time

RSS_UNIT = 1 if sys.platform == "darwin" else 1024
# All that a thousand tokens print.
KEPT = 4 * 1024 * 1024


def drain(pipes):
    """Reads all pipes until each is at its end, so that no child ever waits for its reader."""
    kept = {pipe: b"" for pipe in pipes}
    poll = select.poll()
    for pipe in pipes:
        poll.register(pipe, select.POLLIN | select.POLLHUP)
    left = len(pipes)
    while left:
        for pipe, _ in poll.poll():
            chunk = os.read(pipe, 65536)
            if chunk:
                kept[pipe] = (kept[pipe] + chunk)[-KEPT:]
            else:
                poll.unregister(pipe)
                left -= 1
    return [kept[pipe].decode("utf-8", "replace") for pipe in pipes]


def measure(job):
    # The child gets pipes that are read all the time, as from the runner, and no standard input.
    out_read, out_write = os.pipe()
    err_read, err_write = os.pipe()
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, out_write, 1),
        (os.POSIX_SPAWN_DUP2, err_write, 2),
    ]
    os.chdir(job["cwd"])
    timed_out = False

    def kill(_number, _frame):
        nonlocal timed_out
        timed_out = True
        # A group of its own, so that a hanging grandchild cannot keep the pipes open.
        os.killpg(pid, signal.SIGKILL)

    start = time.perf_counter()
    pid = os.posix_spawn(job["argv"][0], job["argv"], job["env"], file_actions=actions, setpgroup=0)
    # The alarm interrupts the blocking calls below; Python runs the handler and resumes them.
    signal.signal(signal.SIGALRM, kill)
    signal.setitimer(signal.ITIMER_REAL, job["timeout"])
    os.close(out_write)
    os.close(err_write)
    stdout, stderr = drain([out_read, err_read])
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    signal.setitimer(signal.ITIMER_REAL, 0)
    os.close(out_read)
    os.close(err_read)
    return {
        "exitCode": os.waitstatus_to_exitcode(status),
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
        "rss": usage.ru_maxrss * RSS_UNIT,
        "stdout": stdout,
        "stderr": stderr,
        "timedOut": timed_out,
    }


def answer(value):
    print(json.dumps(value), flush=True)


# Python ignores SIGPIPE, and the children would inherit that. The default also ends this program
# without a word when its reader is gone; for Ctrl-C the same.
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.SIG_DFL)

# A shell that does nothing is smaller than this process.
nothing = {"argv": ["/bin/sh", "-c", ":"], "env": {}, "cwd": "/", "timeout": 10}
answer({"python": sys.version.split()[0], "floor": measure(nothing)["rss"]})
for line in sys.stdin:
    answer(measure(json.loads(line)))
