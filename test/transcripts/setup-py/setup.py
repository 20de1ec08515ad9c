import sys

from setuptools import setup


def read(name):
    with open(name) as lines:
        return lines.read().splitlines()


requires = ["brick==1.1", "sand==4.0"]
if sys.version_info < (3, 8):
    requires.append("gravel==1.0")

if __name__ == "__main__":
    setup(
        name="wall",
        install_requires=requires + ["mortar>=3"],
        extras_require={"roof": read("roof.txt")},
    )
