#!/usr/bin/env python3
"""Runs commands in turn, several times, and prints what the system says each run used, as JSON.

  python3 measure.py RUNS < commands.json     commands.json: [{"name": "…", "argv": ["…"], "cwd": "…", "forget": ["FOLDER"]}]

`forget`: folders that are emptied before each run. Per command: lists of wall seconds, CPU seconds (user + system), peak resident MB, and the exit codes. The commands alternate
(A B C A B C …) so that a change of the machine's speed meets all of them; one round before the first is not counted.
"""
import json, os, shutil, sys, time

def once(argv, cwd, environment):
    started = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.chdir(cwd)
        quiet = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(quiet, descriptor)
        os.execvpe(argv[0], argv, environment)
    _, status, usage = os.wait4(child, 0)
    return {
        "wall": time.perf_counter() - started,
        "cpu": usage.ru_utime + usage.ru_stime,
        "mb": usage.ru_maxrss / 1024,
        "exit": os.waitstatus_to_exitcode(status),
    }

runs = int(sys.argv[1])
commands = json.load(sys.stdin)
figures = {command["name"]: [] for command in commands}
for round_number in range(-1, runs):
    for command in commands:
        for folder in command.get("forget", ()):
            shutil.rmtree(folder, ignore_errors=True)
        environment = {**os.environ, **command.get("environment", {})}
        run = once(command["argv"], command.get("cwd", "."), environment)
        if round_number >= 0:
            figures[command["name"]].append(run)
json.dump(figures, sys.stdout)
