"""Pupils are not named (R-PUB-13): found beside the words that make them pupils; ordinary sentences pass."""
import pytest

from inspectorate.lib.detector import Kind, scan

NAMES = ["王小明", "李强", "欧阳晓雨", "张子涵", "孙悦", "刘梓轩", "赵敏", "陈一诺", "于洋", "高翔", "安然", "方圆圆"]
FRAMES = """
{}同学在课间摔倒
三年级一班{}同学
学生{}，男，9岁
学生{}因打架受到处分
学生姓名：{}
{}小朋友入园时发烧
{}的母亲来电反映
受害人{}系该校学生
幼儿{}在户外活动时受伤
{}（男，9岁）
女生{}反映
""".strip().splitlines()
ORDINARY = """
学生安全管理、学生成绩管理、学生宿舍管理制度健全。
组织全体同学、其他同学、高年级同学和周边学校同学参加。
王某同学、李某某同学、学生张××、小明（化名）。
学生家长代表座谈会、家长委员会、家长学校运行正常，家长反映良好。
关爱学生、严禁体罚学生，引导学生文明用餐、安全出行。
宁安市学生、穆棱市的家长、林口县家长满意度较高。
学生于课间在走廊奔跑，学生应当遵守校规，学生时间管理有待加强。
学生车辆停放、学生路队、学生任务、学生项目、学生申请、学生关系。
校长王建国汇报工作，责任督学李明参加督导。
幼儿园小朋友们在户外活动，小朋友之间友好相处。
学生和教师比例符合标准，学生与家长沟通顺畅。
任何同学不得携带手机，许多同学已养成习惯。
学生计划、学生严重不足、学生高度近视、学生曾经反映。
学生田径队、学生方队、学生常规训练、学生毕业典礼、学生健康档案。
儿童节期间，儿童安全座椅、儿童青少年近视防控。
孩子成长环境良好，孩子安全有保障。
要求学校安排同学轮流值日。
家长开放日、家长满意度调查、监护人责任书签订率达到100%。
学生饮用奶、学生营养餐、学生资助、学生社团、学生食堂。
女生宿舍、男生宿舍管理员配备不足。
学生姓名、学号等信息应当保密。
新生入学、新生军训、学员管理。
伤者已送医，受害人保护措施到位。
学生安全，学生管理；学生成长。
学生明显减少，学生符合条件，学生包括住宿生。
""".strip().splitlines()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("frame", FRAMES)
def test_named_pupil_is_found(name, frame):
    found = scan(frame.format(name))
    assert [(item.kind, item.text) for item in found if item.kind == Kind.PUPIL] == [(Kind.PUPIL, name)]


@pytest.mark.parametrize("sentence", ORDINARY)
def test_ordinary_sentence_is_no_finding(sentence):
    assert scan(sentence) == []


@pytest.mark.parametrize("text", ["学籍号G231002201001011234", "学号：20260123", "学籍号：231002201001011234"])
def test_number_of_a_pupil_is_found(text):
    assert Kind.PUPIL in {item.kind for item in scan(text)}


def test_list_of_pupils_is_found_by_its_head():
    sheet = "序号\t学生姓名\t班级\n1\t王小明\t三年一班\n2\t李雨桐\t三年一班\n"
    assert [item.text for item in scan(sheet)] == ["王小明", "李雨桐"]
    assert scan("序号\t教师姓名\t学科\n1\t王建国\t语文\n") == []
