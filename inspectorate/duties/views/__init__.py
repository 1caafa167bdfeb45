"""Pages of duties and of the reminders about them."""

from .duties import ANSWER, VERBS, DutyDetail, DutyList, ExtensionPage
from .notices import (
    DELIVERY_VERBS,
    HOLD_VERBS,
    DeliveryDetail,
    DeliveryList,
    HoldDetail,
    HoldList,
    NoticeDetail,
    NoticeList,
)

__all__ = [
    "ANSWER",
    "DELIVERY_VERBS",
    "HOLD_VERBS",
    "VERBS",
    "DeliveryDetail",
    "DeliveryList",
    "DutyDetail",
    "DutyList",
    "ExtensionPage",
    "HoldDetail",
    "HoldList",
    "NoticeDetail",
    "NoticeList",
]
