"""What the tests publish."""
from datetime import date

JOIN = date(2020, 1, 1)
REPORT = {
    "summary": "2026年5月对第三小学校园安全开展了专项督导。",
    "matter": "校园安全工作",
    "inspected_from": "2026-05-06",
    "inspected_to": "2026-05-08",
    "phone": "0453-1234567",
    "findings": [
        {"no": "1", "what": "两具灭火器压力不足", "demand": "更换", "due_on": "2026-06-30", "state": "open"},
        {"no": "2", "what": "食堂留样记录不全", "due_on": "2026-05-20", "state": "closed",
         "recheck": "记录已补齐", "rechecked_on": "2026-05-25"},
    ],
}  # fmt: skip
POSTING = {"persons": [{"name": "李明", "unit": "林口县第三小学", "category": "兼职督学"}], "phone": "0453-1234567"}
PUBLIC_MIDDLEWARE = "inspectorate.publication.middleware.PublicPages"
