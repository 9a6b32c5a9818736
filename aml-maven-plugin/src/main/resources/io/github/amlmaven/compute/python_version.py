"""Tells whether this Python is the one that a dependency file asks for: python_version.py SPEC, as conda writes it."""
import re
import sys


def numbers(version):
    return [int(number) for number in re.findall(r"\d+", version)]


def allows(constraint, own):
    match = re.match(r"(==|!=|<=|>=|~=|<|>|=|)\s*(\d+(?:\.\d+)*)(\.?\*)?$", constraint.strip())
    if not match:
        return constraint.strip() in ("", "*")
    sign, version, star = match.groups()
    wanted = numbers(version)
    same_start = own[: len(wanted)] == wanted
    if sign == "=" or (star and sign in ("", "==")):
        return same_start
    if star and sign == "!=":
        return not same_start
    if sign == "~=":
        return own >= wanted and own[: len(wanted) - 1] == wanted[:-1]
    wanted += [0] * (len(own) - len(wanted))
    return {
        "": own == wanted,
        "==": own == wanted,
        "!=": own != wanted,
        "<": own < wanted,
        "<=": own <= wanted,
        ">": own > wanted,
        ">=": own >= wanted,
    }[sign]


def is_asked_for(spec, own):
    bracket = re.search(r"\[.*?version\s*=\s*['\"]?([^'\"\]]+)", spec)
    rest = bracket.group(1) if bracket else re.sub(r"^[\w.-]+", "", spec.split("::")[-1]).strip()
    # What follows the version is the name of a build, which only conda knows.
    rest = re.sub(r"(?<=[\d*])(\s*=\s*|\s+)[\w*]+$", "", rest)
    return any(all(allows(one, own) for one in alternative.split(",")) for alternative in rest.split("|"))


if __name__ == "__main__":
    sys.exit(0 if is_asked_for(sys.argv[1], list(sys.version_info[:3])) else 1)
