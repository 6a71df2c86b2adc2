"""One sentence -> the order, request or plan in it, or none.

The grammar of the register, on words with the roles of the table ``directive_verbs``:

    [connector] [adverbial ,] [who orders] yêu cầu|đề nghị|giao WHO [chủ trì, phối hợp với WHO] VERB
    [connector] [adverbial ,] WHO [chủ trì, phối hợp với WHO] VERB        in a list of tasks
    [connector] VERB                                                      in a list of tasks
    WHAT phấn đấu …; among the goals of a plan, a figure to reach
    nghiêm cấm|không được [để] [WHO] VERB …

Reported speech ("đã chỉ đạo", "được yêu cầu", "theo chỉ đạo của"), wishes of citizens ("cử tri đề
nghị") and bare figures are none of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..model import Modality
from .agencies import is_verb, noun_phrase, shapes, verbs
from .contexts import Context
from .lexicon import Word

_DOING = frozenset({"action", "lead", "join", "manner", "deontic", "performative", "prohibition"})
_FIRM = frozenset(
    {"lead", "manner"}
)  # verbs that by themselves make a sentence of a letter an order
_NEAR, _NEXT = 12, 5  # syllables: from a start to the verb of its figure, from that to the number
_THIS = 4  # syllables in which "Kế hoạch này" opens a sentence
_GOAL = 15  # syllables before "phấn đấu"
_RELATIVE = 20  # syllables of what may stand between an agency and its verb
_PAUSES = frozenset(",;:.(!?…")
# Performatives by which the one who must act drives others on.
_DRIVING = frozenset({"đôn", "nhắc", "kêu", "chỉ"})
# Between who asks and the verb: "UBND tỉnh trân trọng đề nghị", "cũng tiếp tục yêu cầu".
_POLITE = frozenset({"cũng", "tiếp", "tục", "kính", "trân", "trọng"})
_SHORT_ADVERBIAL = 14  # syllables of a time or a basis that is read as part of the order


@dataclass(frozen=True, slots=True)
class Order:
    """What one sentence orders, requests or plans; places are offsets into the text.

    ``assigned`` and ``joined`` are the words that name who leads and who takes part; ``action`` is
    where the verb starts. ``head`` tells that the sentence only opens a list.
    """

    start: int
    action: int
    modality: Modality
    issuer: tuple[int, int] | None = None
    assigned: tuple[int, int] | None = None
    joined: tuple[tuple[int, int], ...] = ()
    rule: str = ""


def read_order(words: Sequence[Word], context: Context, *, first: bool) -> Order | None:
    """The order in a sentence; ``first`` tells that the sentence opens its block."""
    i = _skip_connectors(words)
    if i >= len(words) or any(role == "closing" for role, _ in verbs().at(words, i)[1]):
        return None
    order = (
        _performed(words, i, context, first=first)
        or _forbidden(words, i, context)
        or _addressed(words, i, context)
    )
    if order is not None:
        return order
    subject = noun_phrase(words, i)
    if subject is not None and subject.stop < len(words):
        roles = is_verb(words, subject.stop)[1]
        if context.tasks and _will(words, subject.stop):  # "Thanh tra huyện sẽ kiểm tra …"
            return _assigned(words, i, context, subject.stop + 1)
        if "past" in roles:
            return None
        if roles or words[subject.stop].before == ":":
            return _assigned(words, i, context)
        if (acting := _acts_after(words, subject.stop)) is not None:
            return _assigned(words, i, context, acting)
    return (
        _after_adverbial(words, i, context)
        or _imperative(words, i, context)
        or _bound(words, i, context)
        or _goal(words, i, context)
    )


def _will(words: Sequence[Word], i: int) -> bool:
    return words[i].form == "sẽ" and i + 1 < len(words) and bool(is_verb(words, i + 1)[1])


def _skip_connectors(words: Sequence[Word]) -> int:
    i = 0
    while i < len(words):
        length, values = verbs().at(words, i)
        if not any(role == "connector" for role, _ in values):
            break
        after = words[i + length] if i + length < len(words) else None
        others = any(role != "connector" for role, _ in values)
        if after is None or (others and after.before[:1] not in (",", ":")):
            break
        i += length
    return i


def _roles(words: Sequence[Word], i: int) -> tuple[int, frozenset[str]]:
    """The roles of a verb that opens a clause: there a capital says nothing."""
    length, values = verbs().at(words, i)
    if length > 1 and words[i + 1].capital:  # "Giao Ban Dân vận" is not "giao ban"
        length, values = verbs().at(words, i, longest=1)
    roles = frozenset(role for role, _ in values)
    noun = i + length < len(words) and words[i + length].form == "này"  # "Thông báo này"
    return (0, frozenset()) if "name" in roles or noun else (length, roles)


def _modality(words: Sequence[Word], i: int) -> Modality:
    for role, modality in verbs().at(words, i)[1]:
        if role in ("performative", "prohibition"):
            return "request" if modality == "request" else "order"
    return "order"


def _performed(words: Sequence[Word], i: int, context: Context, *, first: bool) -> Order | None:
    """Reads "Yêu cầu các xã …", "Giao Sở …", "UBND tỉnh đề nghị …"."""
    start = i
    issuer = noun_phrase(words, i) if i < len(words) else None
    if issuer is not None:
        i = issuer.stop
        while i < len(words) and words[i].form in _POLITE:
            i += 1
    if i >= len(words):
        return None
    length, roles = _roles(words, i)
    if "performative" not in roles or (
        issuer is not None and words[i].capital and words[i].before == ""
    ):
        return None
    if context.assignees and issuer is None and "action" in roles and words[i].form != "giao":
        return None  # under "1. Sở Y tế:" the one who must direct others is Sở Y tế
    after = i + length
    who = noun_phrase(words, after)
    if who is None and not (
        issuer is None
        and "action" not in roles
        and (context.tasks or (context.letter and _acts(words, after)))
    ):
        return None
    if who is not None and words[after].before not in ("", ":"):
        return None
    if issuer is not None and context.tasks and words[i].form in _DRIVING:
        return None  # in a list of tasks "Ban Quản lý dự án đôn đốc nhà thầu" tells Ban Quản lý
    modality = _modality(words, i)
    polite = words[i].form == "kính"  # who asks so politely asks now
    told = context.status == "done" and issuer is None and not polite
    if told and (context.sure or words[i].form == "chỉ"):
        # "- Chỉ đạo các xã …" in a list of results tells of an order already given
        if not first:
            return None
        modality = "reported"
    stop = after if who is None else who.stop
    joined, action = _lead(words, stop)
    return Order(
        words[start].start,
        words[action].start if action < len(words) else words[i].start,
        modality,
        (issuer.begin, issuer.end) if issuer else None,
        (who.begin, who.end) if who else None,
        joined,
        "performative",
    )


def _acts(words: Sequence[Word], i: int) -> bool:
    """Whether a verb stands at ``i`` by which the one addressed acts: "đề nghị gửi …"."""
    return (
        i < len(words)
        and words[i].before in ("", ":")
        and bool(is_verb(words, i)[1] & {"action", "manner", "join", "lead"})
    )


def _forbidden(words: Sequence[Word], i: int, context: Context) -> Order | None:
    """Reads "Nghiêm cấm công chức …", "Không được để đảng viên …"."""
    length, roles = _roles(words, i)
    if "prohibition" not in roles or context.status == "done":
        return None
    weak = words[i].form == "không" and not (length > 1 and words[i + 1].form == "được")
    if weak and not context.tasks:
        return None
    k = i + length
    if k < len(words) and words[k].form == "để":
        k += 1
    who = noun_phrase(words, k)
    if who is not None and who.stop >= len(words):
        who = None  # no verb found: the words are not a name alone
    return Order(
        words[i].start,
        words[i].start,
        "order",
        assigned=(who.begin, who.end) if who else None,
        rule="prohibition",
    )


def _addressed(words: Sequence[Word], i: int, context: Context) -> Order | None:
    """Reads "Đối với UBND tỉnh: xem xét …" in a list of tasks, "Đối với …, yêu cầu …" anywhere."""
    k = i + 1 if words[i].form == "đối" else i
    if context.status == "done" or k + 1 >= len(words) or words[k].form != "với":
        return None
    phrase = noun_phrase(words, k + 1)
    if phrase is None or phrase.stop >= len(words) or words[phrase.stop].before not in (":", ","):
        return None
    length, roles = _roles(words, phrase.stop)
    said = "performative" in roles and _acts(words, phrase.stop + length)
    if not (context.tasks or said):
        return None
    joined, action = _lead(words, phrase.stop + (length if said else 0))
    return Order(
        words[i].start,
        words[min(action, len(words) - 1)].start,
        _modality(words, phrase.stop) if said else context.modality or "plan",
        assigned=(phrase.begin, phrase.end),
        joined=joined,
        rule="assigned",
    )


def _acts_after(words: Sequence[Word], i: int) -> int | None:
    """The verb after what tells an agency from others: "Các thành viên theo Quyết định 5 họp"."""
    if not shapes(words, i, "relative"):
        return None
    k = i + 1
    while k < min(i + _RELATIVE, len(words)):
        if words[k].before[:1] in _PAUSES:
            return None
        length, roles = is_verb(words, k)
        if roles:
            return None if "past" in roles else k
        k += max(length, 1)  # a phrase of a name ("được giao") whole
    return None


def _assigned(
    words: Sequence[Word], i: int, context: Context, verb: int | None = None
) -> Order | None:
    """Reads "Sở Y tế chủ trì, phối hợp với …", "UBND các xã có trách nhiệm …".

    ``verb`` is where the verb stands if not right after the agency.
    """
    phrase = noun_phrase(words, i)
    if phrase is None or phrase.stop >= len(words):
        return None
    if verb is not None:
        phrase = replace(phrase, stop=verb)
    named = words[phrase.stop].before == ":"  # "Sở Y tế: Kiểm tra …"
    roles = (_roles if named else is_verb)(words, phrase.stop)[1]
    duty = "deontic" in roles and not (context.status == "done" and context.sure)
    if "past" in roles and "deontic" not in roles:
        return None
    told = _DOING if context.tasks else _FIRM if context.letter and i == 0 else frozenset()
    if not (duty or roles & told):
        return None
    if words[phrase.stop].before[:1] in (",", ";") and not roles & {"lead", "join", "manner"}:
        return None
    joined, action = _lead(words, phrase.stop)
    return Order(
        words[i].start,
        words[action].start if action < len(words) else words[phrase.stop].start,
        context.modality or "plan",
        assigned=(phrase.begin, phrase.end),
        joined=joined,
        rule="assigned",
    )


def _after_adverbial(words: Sequence[Word], i: int, context: Context) -> Order | None:
    """Reads "Nhận được Công văn này, yêu cầu các xã …", "Định kỳ 6 tháng, các xã báo cáo …"."""
    topic = shapes(words, i, "topic")
    adverbial = shapes(words, i, "adverbial")
    timed = shapes(words, i, "time")
    announced = context.opening and shapes(words, i, "opening")  # UBND ban hành … như sau
    open_ = False  # whether a bracket is open
    for k in range(i + 1, len(words)):
        if words[k].before not in (",", ":"):
            open_ = "(" in words[k].before or (open_ and ")" not in words[k].before)
            continue
        order = _performed(words, k, context, first=False) if context.status != "done" else None
        if order is not None and order.assigned is None and not (adverbial and context.letter):
            order = None
        if order is None and topic and (words[k].before == ":" or (words[k].capital and not open_)):
            order = _assigned(words, k, context)
        if (
            order is None
            and adverbial
            and not announced
            and (timed or words[k].capital or shapes(words, k, "determiner"))
        ):
            order = _assigned(words, k, context)
        if order is None and words[i].form == "căn" and context.tasks:
            order = _imperative(words, k, context)
        if order is not None:
            performed = order.rule == "performative"
            short = k - i <= _SHORT_ADVERBIAL and not performed
            return replace(order, start=words[i].start) if short else order
    return None


def _imperative(words: Sequence[Word], i: int, context: Context) -> Order | None:
    """Reads "Tiếp tục rà soát …" in a list of tasks; "cần phải nghiên cứu …" anywhere."""
    length, roles = _roles(words, i)
    wish = "deontic" in roles and words[i].form == "cần"
    firm = "manner" in roles or _firm(words, i + length)
    if context.status == "done" and not wish:
        return None
    if context.opening and not firm and shapes(words, i, "opening"):
        return None  # Thực hiện các văn bản: …
    if (
        "past" in roles
        or (shapes(words, i, "basis") and "action" not in roles)
        or _is_basis(words, i)
    ):
        return None
    if not (
        wish
        or (context.tasks and roles & _DOING and not context.title)
        or (context.targets and "action" in roles)
        or (context.letter and firm and roles & _DOING)
        or (context.tasks and context.listed and not (_is_figure(words, i) or _is_done(words, i)))
    ):
        return None
    if any(word.form == "này" for word in words[i + 1 : i + _THIS]) and not roles:
        return None  # "Kế hoạch này được phổ biến …"
    joined, action = _lead(words, i)
    return Order(
        words[i].start,
        words[action].start if action < len(words) else words[i].start,
        context.modality or "plan",
        joined=joined,
        rule="imperative",
    )


def _bound(words: Sequence[Word], i: int, context: Context) -> Order | None:
    """Reads "Số vụ tồn từ năm trước phải dứt điểm …" in a list of tasks: who must is not said."""
    if not context.tasks or context.status == "done":
        return None
    for k in range(i + 1, min(i + _RELATIVE, len(words) - 1)):
        if words[k].before[:1] in _PAUSES:
            return None
        if words[k].form == "phải" and words[k - 1].form != "không":
            must = is_verb(words, k + 1)[1] & {"action", "manner"}
            if not must:
                return None
            modality = context.modality or "plan"
            return Order(words[i].start, words[k].start, modality, rule="imperative")
    return None


def sets_measure(words: Sequence[Word]) -> bool:
    """Whether a clause sets a goal for a measure it names: "phấn đấu tỷ lệ đúng hạn đạt 95%"."""
    return (
        len(words) > 3
        and _strives(words, 0)
        and shapes(words, 2, "subject") > 0
        and any(_is_number(words, k) for k in range(3, len(words)))
    )


def _is_number(words: Sequence[Word], k: int) -> bool:
    """Whether a number stands at ``k`` that is no year: "đến năm 2030" measures nothing."""
    return words[k].form[0].isdigit() and (k == 0 or words[k - 1].form != "năm")


def _strives(words: Sequence[Word], i: int) -> bool:
    return words[i].form == "phấn" and words[i + 1].form == "đấu"


def _goal(words: Sequence[Word], i: int, context: Context) -> Order | None:
    """Reads "Tổng thu phấn đấu đạt 12 tỷ"; among the goals of a plan "100% hộ có nước sạch"."""
    if context.status != "planned" or context.title or not (context.listed or context.targets):
        return None
    window = range(i, min(i + _GOAL, len(words) - 1))
    strives = any(_strives(words, k) for k in window)
    aims = (
        context.plan and context.targets and any(_is_number(words, k) for k in range(i, len(words)))
    )
    if not (strives or aims) or any("past" in _roles(words, k)[1] for k in (i, i + 1)):
        return None
    return Order(words[i].start, words[i].start, context.modality or "plan", rule="goal")


def _is_basis(words: Sequence[Word], i: int) -> bool:
    """Whether it only says why a text is written: "Thực hiện Quyết định …, UBND ban hành …"."""
    if words[i].form != "thực":
        return False
    for k in range(i + 2, len(words)):
        if words[k].before == ",":
            phrase = noun_phrase(words, k)
            if phrase is not None and phrase.stop < len(words) and is_verb(words, phrase.stop)[1]:
                return True
    return False


def _firm(words: Sequence[Word], i: int) -> bool:
    return i < len(words) and "manner" in is_verb(words, i)[1]


def _is_figure(words: Sequence[Word], i: int) -> bool:
    """Whether the sentence states a figure and no task: "Tỷ lệ che phủ rừng đạt 51%"."""
    if words[i].form[0].isdigit():
        return True
    if shapes(words, i, "subject"):
        return bool(shapes(words, i, "determiner")) or not _acts_on_topic(words, i)
    return any(
        shapes(words, k, "state") and any(w.form[0].isdigit() for w in words[k + 1 : k + _NEXT])
        for k in range(i, min(i + _NEAR, len(words)))
    )


def _is_done(words: Sequence[Word], i: int) -> bool:
    """Whether among tasks a sentence says what is done: "Mặt bằng đã bàn giao đủ 6 km"."""
    for k in range(i, min(i + _RELATIVE, len(words))):
        if k > i and words[k].before[:1] in _PAUSES:
            return False
        if words[k].form == "đã":
            return not any(word.form in ("cần", "phải") for word in words[k:])
    return False


def _acts_on_topic(words: Sequence[Word], i: int) -> bool:
    """Whether a verb stands after the colon: "Công tác dân số: tổ chức truyền thông …"."""
    for k in range(i + 1, min(i + _NEAR, len(words))):
        if ":" in words[k].before:
            return bool(_roles(words, k)[1] & _DOING)
    return False


def _lead(words: Sequence[Word], i: int) -> tuple[tuple[tuple[int, int], ...], int]:
    """The collaborators named from word ``i`` on, and the word where the action itself starts."""
    joined: list[tuple[int, int]] = []
    action = i
    leading = True
    k = i
    while k < len(words):
        length, roles = is_verb(words, k) if k > i else _roles(words, k)
        if "join" in roles:
            who = noun_phrase(words, k + length)
            if who is not None and who.stop > k + length:
                joined.append((who.begin, who.end))
                if leading:
                    action = who.stop
                k = who.stop
                continue
            leading = False
        elif "lead" in roles and leading:
            action = k + length
        elif roles:
            leading = False
        k += max(length, 1)
    return tuple(joined), action
