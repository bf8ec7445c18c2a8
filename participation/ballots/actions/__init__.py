"""The only code that writes the roll and the box."""

from .casting import Answer, cast
from .closing import close
from .codes import make_codes, renew_code, void_codes
from .duties import accept_duty, duty_by_token, end_duties, end_duty, end_overdue_duties, give_duty, tell_again
from .erasing import forget_person
from .exporting import export_roll, handed_over
from .opening import extend_poll, open_poll, read_checklist
from .paper import agree_to_close, begin_batch, mark_at_desk, read_sheet, readers_of, readings_of, void_batch
from .preparing import ReadByAll, answer_risk, drop_draft, name_reader, set_up
from .refusing import Refused
from .rehearsing import delete_rehearsal, end_rehearsal, rehearse
from .reminding import begin, remind
from .roll import (
    compare,
    drop_upload,
    forget_rolls,
    import_roll,
    import_upload,
    keep_upload,
    remove_elector,
    write_elector,
)
from .sealing import agree_to_seal, lines, seal_agreed
from .sweeping import sweep_box
from .tablets import (
    MINUTES,
    TABLET,
    call,
    find_tablet,
    finish,
    pair_tablet,
    retire_tablet,
    stay,
    take_back,
    take_turn,
)
from .voters import add_at_desk, declare, elector_by_code, elector_of
from .watching import note_turnout
from .windows import code_shown, elector_who_showed, forget_codes, remember_code


__all__ = [
    "MINUTES",
    "TABLET",
    "Answer",
    "ReadByAll",
    "Refused",
    "accept_duty",
    "add_at_desk",
    "agree_to_close",
    "agree_to_seal",
    "answer_risk",
    "begin",
    "begin_batch",
    "call",
    "cast",
    "close",
    "code_shown",
    "compare",
    "declare",
    "delete_rehearsal",
    "drop_draft",
    "drop_upload",
    "duty_by_token",
    "elector_by_code",
    "elector_of",
    "elector_who_showed",
    "end_duties",
    "end_duty",
    "end_overdue_duties",
    "end_rehearsal",
    "export_roll",
    "extend_poll",
    "find_tablet",
    "finish",
    "forget_codes",
    "forget_person",
    "forget_rolls",
    "give_duty",
    "handed_over",
    "import_roll",
    "import_upload",
    "keep_upload",
    "lines",
    "make_codes",
    "mark_at_desk",
    "name_reader",
    "note_turnout",
    "open_poll",
    "pair_tablet",
    "read_checklist",
    "read_sheet",
    "readers_of",
    "readings_of",
    "rehearse",
    "remember_code",
    "remind",
    "remove_elector",
    "renew_code",
    "retire_tablet",
    "seal_agreed",
    "set_up",
    "stay",
    "sweep_box",
    "take_back",
    "take_turn",
    "tell_again",
    "void_batch",
    "void_codes",
    "write_elector",
]
