"""Reads the settings of the shop and says which of its services answer."""

import sys

import requests
import yaml


def load_settings(path):
    with open(path) as f:
        return yaml.load(f, Loader=yaml.Loader)


def main():
    settings = load_settings(sys.argv[1])
    for name, url in settings["services"].items():
        print(name, requests.get(url, timeout=5).status_code)


if __name__ == "__main__":
    main()
