#!/usr/bin/python3
"""Runs ../shared/tools/drive with more steps:

    recover         reads the 24 words of the recovery code, goes on, and types back the two that are asked for
    keys COMBO N    presses keys N times, as fast as they repeat when held
    wheel N         turns the wheel N clicks over the middle of the window, upwards when N is negative
    gone TEXT [S]   until nothing named TEXT is there any more
    close           closes the window and waits until the program has ended
"""
import ctypes, os, re, struct, subprocess, sys, time

DRIVE = os.environ.get("DRIVE", os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../shared/tools/drive"))
source = open(DRIVE, encoding="utf-8").read().split("\nsys.exit(")[0]
here = {"__name__": "drive", "__file__": os.path.abspath(__file__)}
exec(compile(source, DRIVE, "exec"), here)


def ask_to_close(window):
    """As the close button of a window does it; older versions of xdotool cannot."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    atoms = [x11.XInternAtom(display, name, False) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW")]
    # An XClientMessageEvent: type 33, serial, send_event, display, window, message_type, format, then its data.
    event = struct.pack("iLiPLLi5l32x", 33, 0, 1, display.value, window, atoms[0], 32, atoms[1], 0, 0, 0, 0)
    x11.XSendEvent(display, ctypes.c_ulong(window), False, ctypes.c_long(0), ctypes.create_string_buffer(event, 192))
    x11.XSync(display, False)
    x11.XCloseDisplay(display)


class Driver(here["Driver"]):
    def window(self):
        return subprocess.run(["xdotool", "search", "--onlyvisible", "--name", ".*"], capture_output=True, text=True).stdout.split()[-1]

    def run(self, words):
        if words[0] == "keys":
            self.grab()
            subprocess.run(["xdotool", "key", "--delay", "33"] + [words[1]] * int(words[2]))
            return time.sleep(0.4)
        if words[0] == "wheel":
            window, n = self.window(), int(words[1])
            subprocess.run(["xdotool", "mousemove", "--window", window, "--polar", "0", "0"])
            subprocess.run(["xdotool", "click", "--repeat", str(abs(n)), "--delay", "33", "4" if n < 0 else "5"])
            return time.sleep(0.4)
        if words[0] == "gone":
            deadline = time.time() + float(words[2] if len(words) > 2 else 10)
            while self.has(words[1]):
                if time.time() > deadline:
                    raise here["Step"](f"{words[1]!r} stays")
                time.sleep(0.3)
            return
        if words[0] == "close":
            ask_to_close(int(self.window()))
            try:
                self.app.wait(60)
            except subprocess.TimeoutExpired:
                raise here["Step"]("the window did not close")
            return
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
