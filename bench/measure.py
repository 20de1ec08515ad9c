#!/usr/bin/env python3
"""Runs commands in turn, several times, and prints what the system says each run used, as JSON.

  python3 measure.py RUNS [BUDGET] < commands.json     commands.json: [{"name": "…", "argv": ["…"], "cwd": "…", "forget": ["FOLDER"], "answer": "FILE"}]

`forget`: folders that are emptied before each run. `answer`: where the standard output of the first run goes. Per command: lists of wall seconds, CPU seconds (user + system), peak
resident MB, and the exit codes. The commands alternate (A B C A B C …) so that a change of the machine's speed meets all of them; one round before the first is not counted.

BUDGET: seconds of one command in all its counted runs, so that a slow one runs less often than RUNS; one that took longer than that at first is not run again, and that run is its figure.
"""
import json, os, shutil, signal, sys, threading, time

LIMIT = 180

def once(argv, cwd, environment, answer):
    started = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.chdir(cwd)
        quiet = os.open(os.devnull, os.O_RDWR)
        output = quiet if answer is None else os.open(answer, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for descriptor, target in ((0, quiet), (1, output), (2, quiet)):
            os.dup2(target, descriptor)
        try:
            os.execvpe(argv[0], argv, environment)
        except OSError:
            os._exit(127)
    over = threading.Timer(LIMIT, os.kill, (child, signal.SIGKILL))
    over.start()
    _, status, usage = os.wait4(child, 0)
    over.cancel()
    return {
        "wall": time.perf_counter() - started,
        "cpu": usage.ru_utime + usage.ru_stime,
        "mb": usage.ru_maxrss / 1024,
        "exit": os.waitstatus_to_exitcode(status),
    }

runs = int(sys.argv[1])
budget = float(sys.argv[2]) if len(sys.argv) > 2 else float("inf")
commands = json.load(sys.stdin)
figures = {command["name"]: [] for command in commands}
wanted = {}
for round_number in range(-1, runs):
    for command in commands:
        name = command["name"]
        if round_number >= wanted.get(name, runs):
            continue
        for folder in command.get("forget", ()):
            shutil.rmtree(folder, ignore_errors=True)
        environment = {**os.environ, **command.get("environment", {})}
        answer = command.get("answer") if round_number < 0 else None
        run = once(command["argv"], command.get("cwd", "."), environment, answer)
        if round_number < 0:
            wanted[name] = max(1, int(min(runs, budget / run["wall"]))) if run["wall"] <= budget else 0
        if round_number >= 0 or wanted[name] == 0:
            figures[name].append(run)
json.dump(figures, sys.stdout)
