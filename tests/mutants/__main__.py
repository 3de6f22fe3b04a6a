"""`python -m tests.mutants`: plants faults and says which of them no test noticed."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from random import Random

from tests.mutants import equivalents, trying
from tests.mutants.packages import PACKAGES, ROOT, Package
from tests.mutants.sites import Site, sites_of, words

SEED = 2025  # any number would do; a fixed one makes two runs comparable
MOST = 60  # sites of each package that a run tries
WANTED = 90  # per cent of them that must be caught


def main() -> int:
    options = _options()
    begun = time.monotonic()
    chosen = [one for one in PACKAGES if not options.package or one.name in options.package]
    everything = {one.name: _sites(one) for one in PACKAGES}
    try:
        equal = equivalents.among(
            [site for sites in everything.values() for site in sites], equivalents.read()
        )
    except equivalents.StaleError as error:
        print(error)
        return 2
    most = "all sites" if options.all else f"at most {options.most} sites of each package"
    print(f"seed {options.seed}, {most}, {options.processes} at once")
    trying.preload()
    lines, enough = [], True
    for package in chosen:
        sites = everything[package.name]
        able = [site for site in sites if site not in equal]
        picked = able if options.all else _picked(able, options.most, options.seed)
        since = time.monotonic()
        survived: list[Site] = []
        for tried in trying.try_all(package, picked, at_once=options.processes):
            if not tried.caught:
                survived.append(tried.site)
                print("\n".join(["survived:", *words([tried.site])]), flush=True)
            if options.verbose:
                told = "caught" if tried.caught else "survived"
                print(f"{told} in {tried.seconds:.1f} s", *words([tried.site]), sep="\n")
        caught = len(picked) - len(survived)
        percent = 100 * caught / len(picked) if picked else 100.0
        enough = enough and percent >= WANTED
        lines.append(
            f"{package.name:12} {len(sites):6} {len(picked):6} {caught:7} {len(survived):9}"
            f" {len(sites) - len(able):11} {percent:8.1f} {time.monotonic() - since:8.0f}"
        )
        print(lines[-1], flush=True)
    print("\npackage       sites    run  caught  survived  equivalent  percent  seconds")
    print("\n".join(lines))
    print(f"{time.monotonic() - begun:.0f} seconds; {WANTED} % of each package must be caught")
    return 0 if enough else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED, help=f"default {SEED}")
    parser.add_argument("--all", action="store_true", help="every site, not a choice of them")
    parser.add_argument("--most", type=int, default=MOST, help=f"sites a package, default {MOST}")
    parser.add_argument(
        "--package", action="append", choices=[one.name for one in PACKAGES], help="only this one"
    )
    parser.add_argument("--processes", type=int, default=2, help="at once, default 2")
    parser.add_argument("--verbose", action="store_true", help="those that were caught as well")
    return parser.parse_args()


def _sites(package: Package) -> list[Site]:
    found: list[Site] = []
    for file in package.sources():
        found += sites_of((ROOT / file).read_text(encoding="utf-8"), file)
    return found


def _picked(sites: list[Site], most: int, seed: int) -> list[Site]:
    """Some of them by the seed, in the order of the files."""
    picked = Random(seed).sample(range(len(sites)), min(most, len(sites)))
    return [sites[at] for at in sorted(picked)]


if __name__ == "__main__":
    os.chdir(ROOT)
    # So that what was forked and its folders go with it when it is ended from outside.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    # Threads of the arithmetic libraries would not survive a fork.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.exit(main())
