#!/usr/bin/python3
"""Runs ../shared/tools/drive with one more step, which needs to read what is on the screen:

    recover    reads the 24 words of the recovery code, goes on, and types back the two that are asked for
"""
import os, re, sys, time

DRIVE = os.environ.get("DRIVE", os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../shared/tools/drive"))
source = open(DRIVE, encoding="utf-8").read().split("\nsys.exit(")[0]
here = {"__name__": "drive", "__file__": os.path.abspath(__file__)}
exec(compile(source, DRIVE, "exec"), here)


class Driver(here["Driver"]):
    def run(self, words):
        if words[0] != "recover":
            return super().run(words)
        found = {}
        for node, _ in self.nodes():
            match = re.fullmatch(r"(\d+)\. ([a-z]+)", node.name or "")
            if match:
                found[int(match[1])] = match[2]
        if len(found) != 24:
            raise here["Step"](f"{len(found)} recovery words on the screen")
        super().run(["click", "I have it on paper", "push button"])
        time.sleep(0.5)
        fields = {"entry", "text", "password text"}
        asked = sorted({node.name for node, _ in self.nodes() if re.fullmatch(r"Word \d+", node.name or "") and node.getRoleName() in fields})
        for name in asked:
            super().run(["set", name, found[int(name.split()[1])]])
        super().run(["click", "Done", "push button"])


here["Driver"] = Driver
sys.exit(here["inner"]() if os.environ.get("DRIVE_INNER") else here["outer"]())
