"""The contract words keep to the house voice and to the file format.

Plain YAML and patterns only: nothing here knows how a document is rendered, so a fault of the engine
cannot hide a fault of the words.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.documents.word_files import (
    FILES,
    HOME,
    choice_words,
    clause_ids,
    clause_text,
    data,
    notes,
    options_of,
    refs,
    section,
    spoken,
)

KEYS = {"id", "title", "number", "purpose", "counsel", "uses", "borrows", "src", "terms", "options", "ladder"}
TAG = re.compile(r"\[(L[0-8] [a-z-]+|T5 [a-z]+|QT|ours)\]")
PARTY = re.compile(
    r"\b(the Payer|the Provider|each party|either party|neither party|no party|the parties|both parties"
    r"|a party|these persons|they|it)\b",
    re.IGNORECASE,
)
BANNED = re.compile(
    r"\b(deemed|shall (mean|apply|be (paid|made|considered))|it is agreed|hereby|hereunder|herein|hereof"
    r"|thereof|(is|are) (responsible for|required to|entitled to)|ha(s|ve) the right to|and/or|such|said"
    r"|pursuant to|notwithstanding|provided that|including but not limited|without limitation|null and void"
    r"|promptly|reasonabl[ey]|material(ly)?|best efforts|as soon as possible|non-compliant|covered li(fe|ves)"
    r"|terminat\w+|biweekly|bimonthly|semi-annual\w*|on or about|prior to|above|below|foregoing|etc"
    r"|we|us|our|you|your|he|she|his|her|the Plan|USD|the parties will|(Payer|Provider|party) will)\b"
    r"|\b(one|two|three|ten|thirty|sixty|ninety) \(\d+\)|\$\d+\b(?!\.\d\d)",
    re.IGNORECASE,
)


every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:3])


# --- the file


@every_file
def test_front_matter_has_every_key_and_no_other(path: Path) -> None:
    front, body = section(path)
    assert set(front) == KEYS | {"settle_first"}
    assert re.fullmatch(front["id"] + r"-[a-z0-9]+(-[a-z0-9]+)*\.md", path.name)
    assert front["number"] in {"article", "letter", "plain"}
    assert front["purpose"].endswith(".")
    assert all(question.endswith("?") for question in front["settle_first"])
    assert re.findall(r"^# (.*)$", body, re.MULTILINE) == [front["title"]]
    assert all(TAG.fullmatch(f"[{tag}]") for tag in front["src"])


@every_file
def test_title_and_counsel_mark_agree_with_the_list_of_documents(path: Path) -> None:
    front, body = section(path)
    listed = data("documents.yaml")["sections"][front["id"]]
    assert (listed["title"], listed["counsel"]) == (front["title"], front["counsel"])
    assert "::: counsel" in body or not front["counsel"]


@every_file
def test_terms_columns_and_choices_are_the_same_in_both_files(path: Path) -> None:
    front, _ = section(path)
    facts = data("terms.yaml")[front["id"]]
    stand_in = {fact["unless"].removeprefix(f"{front['id']}.") for fact in facts.values() if "unless" in fact}
    assert set(front["terms"]) == set(facts) - stand_in  # those print where the other term stands
    assert set(front["options"]) == {name for name, fact in facts.items() if fact["type"] == "options"}
    for name, words in front["terms"].items():
        assert set(words) <= {"label", "choices", "columns"} and words["label"] == words["label"].strip(" .")
        assert set(words.get("choices") or {}) == set(facts[name].get("choices") or {}), name
        assert set(words.get("columns") or {}) == set(facts[name].get("columns") or {}), name


@every_file
def test_every_term_is_printed_and_every_printed_name_is_known(path: Path) -> None:
    front, body = section(path)
    outputs = {text.split("|")[0].strip() for text in re.findall(r"\{\{(.*?)\}\}", body) if "(" not in text}
    loops: dict[str, set[str]] = {}
    for variable, term in re.findall(r"\{% for (\w+) in (\w+) \| (?:rows|items)", body):
        loops.setdefault(variable, set()).add(term)
    plain = {name for name in outputs if "." not in name} - set(loops)
    # A choice may be told by whole sentences alone, and so may a yes/no that nobody needs to settle.
    plain |= set(re.findall(r"(?<![.\w])(\w+) is picked", body))
    plain |= {name for name in optional_yes_no(front["id"]) if re.search(rf"if {name} %\}}", body)}
    assert plain.union(*loops.values()) == set(front["terms"])
    # A borrowed choice may be asked for by a condition alone.
    borrowed = {name for name in outputs if re.match(r"S\d\d\.", name)}
    borrowed |= set(re.findall(r"(S\d\d\.\w+) is picked", body))
    assert borrowed == set(front["borrows"])
    assert all(name in data("terms.yaml")[home] for home, name in (key.split(".") for key in borrowed))
    for variable, column in (name.split(".") for name in outputs - borrowed if "." in name):
        assert any(column in (front["terms"][term].get("columns") or {}) for term in loops[variable])
    for name, words in front["terms"].items():
        if columns := words.get("columns"):
            assert all(re.search(rf"\{{\{{ ?\w\.{column}\b", body) for column in columns), name


def optional_yes_no(ident: str) -> list[str]:
    """The yes/no terms of a section that may stay open without a gap."""
    facts = data("terms.yaml")[ident].items()
    return [name for name, fact in facts if fact["type"] == "boolean" and not fact["required"]]


@every_file
def test_every_choice_and_option_has_words(path: Path) -> None:
    front, body = section(path)
    picked = set(re.findall(r'"([\w]+)"', " ".join(re.findall(r"picked\(([^)]*)\)", body))))
    for group in front["options"].values():
        silent = [ident for ident in options_of(group) if ident not in picked]
        assert len(silent) <= 1, f"only the plain option may add nothing: {silent}"
    for name, term in front["terms"].items():
        choices = set(term.get("choices") or {})
        printed = re.search(rf"\{{[{{%][^}}]*\b{name} \| (words|list|list_or|items)", body)
        assert not choices or printed or choices <= picked, name


@every_file
def test_an_open_option_or_yes_no_leaves_a_visible_gap(path: Path) -> None:
    front, body = section(path)
    for name, fact in data("terms.yaml")[front["id"]].items():
        needed = fact["required"] or "required_if" in fact
        if needed and fact["type"] in {"options", "choice", "boolean"}:
            assert re.search(rf"\{{\{{ {name}\b", body), name


@every_file
def test_the_ladder_ranks_what_stands_in_the_file(path: Path) -> None:
    front, _ = section(path)
    assert front["ladder"]
    for rung in front["ladder"]:
        assert set(rung) == {"for", "preferred", "acceptable", "walk_away", "ask"}
        assert rung["walk_away"].endswith(".") and rung["ask"].strip()
        fact = data("terms.yaml")[front["id"]][rung["for"]]
        group = front["options"].get(rung["for"])
        known = options_of(group) if group else fact.get("choices") or {}
        if not known:
            text = fact["type"] == "text"
            steps = [rung["preferred"], rung["acceptable"]]
            assert all(isinstance(step, str) if text else set(step) <= {"min", "max"} for step in steps)
            continue
        for step in [rung["preferred"], *rung["acceptable"]]:
            assert set(step) <= set(known) and len(step) == len(set(step))
            main = sorted(set(step) & set(group["of"])) if group else step
            pairs = [sorted(pair) for pair in (group or {}).get("together", [])]
            assert len(main) == 1 or main in pairs or (group or {}).get("pick") == "any" or not group


@every_file
def test_clause_headings_are_short_and_have_an_id(path: Path) -> None:
    front, body = section(path)
    headings = re.findall(r"^## (.*)$", body, re.MULTILINE)
    assert headings
    for heading in headings:
        found = re.fullmatch(r"([^{]+) \{#(s\d\d-[a-z]+(?:-[a-z]+)?)\}", heading)
        assert found, heading
        assert found[2].startswith(front["id"].lower()) and len(found[2]) <= 36
        words = found[1].split()
        assert 1 <= len(words) <= 6 and words[0][0].isupper() and not re.search(r"shall|must", found[1])
        named = {
            part + end for word in data("words.yaml")["words"] for part in word.split() for end in ("", "s")
        }
        assert all(word.islower() or word in named for word in words[1:]), heading


def test_no_clause_id_is_used_twice() -> None:
    # Two alternatives of one clause may carry its id, if only one of them can stand in a document.
    for path in FILES:
        own = Counter(re.findall(r"\{#([^}]+)\}", section(path)[1]))
        for ident in [ident for ident, times in own.items() if times > 1]:
            before = re.findall(rf"\{{% if ([^%]*?) %\}}\n## [^\n]*\{{#{ident}\}}", section(path)[1])
            assert len(before) == own[ident] and sum("is unsettled" in test for test in before) == 1, ident
    homes = Counter(ident for path in FILES for ident in set(re.findall(r"\{#([^}]+)\}", section(path)[1])))
    assert set(homes.values()) == {1}


def test_every_reference_leads_somewhere() -> None:
    sources = {path.name: section(path)[1] for path in FILES}
    sources |= {"words.yaml": (HOME / "words.yaml").read_text(encoding="utf-8")}
    wanted = {ident for text in sources.values() for ident in refs(text)}
    wanted |= {word["stated_in"] for word in data("words.yaml")["words"].values() if "stated_in" in word}
    assert wanted <= set(clause_ids())


@every_file
def test_conditions_wrap_whole_sentences(path: Path) -> None:
    _, body = section(path)
    depth = 0
    for line in body.splitlines():
        tags = re.findall(r"\{% (\w+)", line)
        depth += sum(tag in {"if", "for"} for tag in tags) - sum(tag.startswith("end") for tag in tags)
        assert depth >= 0
        if tags and not re.fullmatch(r"\{%.*?%\}", line):
            pieces = re.split(r"\{%.*?%\}", line)
            assert all(piece.rstrip().endswith(".") for piece in pieces if piece.strip()), line
    assert depth == 0


@every_file
def test_tables_fit_and_rows_are_whole(path: Path) -> None:
    _, body = section(path)
    boxes = re.findall(r"^::: widths ([\d ]+)\n(\|.*?)^:::$", body, re.MULTILINE | re.DOTALL)
    assert len(boxes) == len(re.findall(r"^\|[-:|]+\|$", body, re.MULTILINE))
    for widths, table in boxes:
        bare = re.sub(r" \| \w+(?= \}\})", "", table)
        rows = [line.count("|") - 1 for line in bare.splitlines() if line.startswith("|")]
        assert set(rows) == {len(widths.split())} and rows[0] <= 5
        assert sum(map(int, widths.split())) == 100


@every_file
def test_only_the_agreed_marks_are_used(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    _, body = section(path)
    words = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", body)
    assert not re.search(r"^\s*[-*+] |\]\(|<[a-zA-Z/]|`|^###|^\d\d+\. |^[2-9]\. ", words, re.MULTILINE)
    assert text.isascii(), "straight quotes and plain dashes only"
    assert not re.search(r"\t| $", text, re.MULTILINE) and text.endswith("\n") and not text.endswith("\n\n\n")
    boxes = re.findall(r"^:::(.*)$", body, re.MULTILINE)
    assert all(re.fullmatch(r"| guidance| counsel| widths( \d+)+", box) for box in boxes)
    assert boxes.count("") * 2 == len(boxes)


# --- the words


@every_file
def test_no_sentence_has_more_than_40_words(path: Path) -> None:
    sentences = spoken(*section(path))
    assert [sentence for sentence in sentences if len(sentence.split()) > 40] == []
    assert sum(len(sentence.split()) for sentence in sentences) / len(sentences) <= 20


@every_file
def test_only_a_party_owes_or_may(path: Path) -> None:
    sentences = [part for part in spoken(*section(path)) if re.search(r"\b(shall|may)\b", part)]
    for sentence in sentences:
        verb = re.search(r"\b(shall|may)\b", sentence)
        assert verb and PARTY.search(sentence[: verb.start()]), sentence
        assert not re.search(r"(Care Team|Lead|Patient|Member|report|tier) (shall|may)\b", sentence), sentence


@every_file
def test_no_word_of_the_banned_list_stands_in_a_clause(path: Path) -> None:
    front, body = section(path)
    texts = [*spoken(front, body), *choice_words(front), front["purpose"]]
    # An event in a list may be that a party agrees to something; no sentence says so in place of "shall".
    assert [text for text in spoken(front, body) if re.search(r"\bagrees? to\b", text)] == []
    assert [(text, found[0]) for text in texts if (found := BANNED.search(text))] == []


@every_file
def test_defined_words_are_listed_used_and_capitalized(path: Path) -> None:
    front, body = section(path)
    text = " ".join([clause_text(body).replace("| business_days", "Business Days"), *choice_words(front)])
    words = data("words.yaml")["words"]
    for word in front["uses"]:
        assert word in words and not words[word].get("always"), word
    for word, spec in words.items():
        pattern = rf"\b{word}s?\b" + ("(?! Month)" if word == "Patient" else "")
        if not spec.get("always"):
            assert bool(re.search(pattern, text)) == (word in front["uses"]), word
    # The title of an article is that of the list of documents.
    plain = clause_text(re.sub(r"\{[{%].*?[%}]\}|\{#.*?\}|^# .*$", "", body, flags=re.MULTILINE))
    lower = r"\b(patients?|payers?|providers?|care team|base payment|business days?|start date|end date)\b"
    assert not re.search(lower, plain)


@every_file
def test_margin_notes_are_short_and_end_with_their_tags(path: Path) -> None:
    for note in notes(section(path)[1]):
        words = TAG.sub("", note).strip()
        assert TAG.search(note) and note.endswith("]") and TAG.sub("", note[len(words) :]).strip() == ""
        assert len(re.findall(r"[.?!](\s|$)", words)) <= 3 and words[-1] in ".?!"
        assert "\n" not in note


@every_file
def test_places_for_counsel_name_a_subject_and_nothing_more(path: Path) -> None:
    for place in re.findall(r"^::: counsel\n(.*?)^:::$", section(path)[1], re.MULTILINE | re.DOTALL):
        assert not re.search(r"\b(shall|must|should|Act|Code|section \d)\b", place)
        assert place[0].islower() and not place.strip().endswith(".")


def test_the_list_of_words_explains_without_duties() -> None:
    words = data("words.yaml")["words"]
    used = {word for path in FILES for word in section(path)[0]["uses"]}
    used |= {word for spec in words.values() for word in spec.get("uses") or []}
    for word, spec in words.items():
        assert ("means" in spec) != ("stated_in" in spec), word
        assert word in used or spec.get("always"), f"nobody uses {word}"
        meaning = re.sub(r"\{\{.*?\}\}", "", spec.get("means") or "")
        assert "shall" not in meaning and not meaning.endswith(".") and not BANNED.search(meaning)
        named = [other for other in words if other != word and re.search(rf"\b{other}s?\b", meaning)]
        short = [name for name in named if not any(name != other and name in other for other in named)]
        assert set(short) <= {*(spec.get("uses") or []), *(w for w in words if words[w].get("always"))}, word


STATED = [word for word, spec in data("words.yaml")["words"].items() if "stated_in" in spec]


@pytest.mark.parametrize("word", STATED)
def test_a_word_stated_in_a_clause_is_defined_there_and_only_there(word: str) -> None:
    home = data("words.yaml")["words"][word]["stated_in"]
    bold = [(path, section(path)[1]) for path in FILES if f'"**{word}**"' in section(path)[1]]
    assert len(bold) == 1
    clause = re.split(r"^## ", bold[0][1], flags=re.MULTILINE)
    assert any(f"{{#{home}}}" in part and f'"**{word}**"' in part for part in clause)
