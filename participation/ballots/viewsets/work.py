"""The screens of the roll, the codes, the desk, the paper and the duties in the editor's menu."""

from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from ..models import polls_of
from .codes import Codes, NewCode, VoidCodes
from .desk import AddAtDesk, CallTablet, ChoosePlace, Desk, PairTablet, TakeTabletBack
from .duties import Duties, DutySlip, EndDuty
from .exporting import ExportRoll
from .roll import ImportRoll, RefusedLines, RemoveElector, RollList, WriteElector
from .screens import WorkIndex
from .sheets import CloseBatch, EnterSheets, Sheets, VoidBatch


class WorkMenuItem(MenuItem):
    """Shown to those who have something to do in a poll."""

    def is_shown(self, request):
        return polls_of(request.user, timezone.now()).exists()


class WorkViewSet(ViewSet):
    """Every screen of the people who hold a poll from day to day."""

    name = "participation_work"
    url_prefix = "participation/polling"
    icon = "group"
    menu_label = _("Roll, desk, paper")
    menu_item_class = WorkMenuItem

    def get_urlpatterns(self):
        screens = {
            "roll": RollList,
            "roll/import": ImportRoll,
            "roll/refused": RefusedLines,
            "roll/export": ExportRoll,
            "roll/new": WriteElector,
            "roll/<int:elector>": WriteElector,
            "roll/<int:elector>/remove": RemoveElector,
            "roll/<int:elector>/code": NewCode,
            "codes": Codes,
            "codes/<int:batch>/void": VoidCodes,
            "desk": Desk,
            "desk/place": ChoosePlace,
            "desk/add": AddAtDesk,
            "desk/call": CallTablet,
            "desk/take-back": TakeTabletBack,
            "desk/tablets": PairTablet,
            "sheets": Sheets,
            "sheets/<int:batch>/enter": EnterSheets,
            "sheets/<int:batch>/close": CloseBatch,
            "sheets/<int:batch>/void": VoidBatch,
            "duties": Duties,
            "duties/<int:duty>/end": EndDuty,
            "duties/<int:duty>/slip": DutySlip,
        }
        names = {
            "roll/<int:elector>": "correct",
            "codes/<int:batch>/void": "void-codes",
            "sheets/<int:batch>/void": "void",
        }
        return [
            path("", WorkIndex.as_view(), name="index"),
            *(
                path(f"<int:pk>/{tail}/", view.as_view(), name=names.get(tail, tail.rpartition("/")[2]))
                for tail, view in screens.items()
            ),
        ]
