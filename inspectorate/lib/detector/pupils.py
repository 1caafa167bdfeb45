"""Names of pupils: a surname and a given name beside a word that says "pupil" (R-PUB-13), looked up nowhere.

王某、小明(化名)、李×× are how an office writes about a child and are not findings.
"""
import re
from collections.abc import Iterator

from .findings import Kind, Span

DOUBLE = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|司徒|夏侯|端木|南宫|拓跋|赫连|澹台|呼延"
SINGLE = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安"
    "齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕裴霍涂苗谷盛曲翁冉骆蓝路游辛靳"
    "欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳穆农司卓古吉缪简车连芦麦褚娄窦戚岑景宫费卜冷晏卫米柏宗瞿桂佟臧"
    "闵苟邬卞姬仇栾隋刁沙荣巫寇桑郎甄丛仲虞敖巩佘池麻苑迟邝谈匡鞠惠荆乐冀郁胥南储栗燕楚鄢劳谌"
)
# Characters that stand in no given name but follow many words which begin like a surname.
NOT_GIVEN = (
    "的了在是和与及或等各全部们个中内外上下前后时月日级班年校课师室楼餐厅食堂宿舍为有到从对把被让向以而且但也都就还要会"
    "能可应该须得不没无其他此每某人员数名位所之于由及着过给将使请按据凡自己您你我她它这那哪什么些已再又并很最更较太"
    "×✕X*〇○教育管理情况问题方面总家长同姓队组团部科处局院区县市省乡镇街率度制表册证卡费款额例式类型"
)
HAN = rf"(?:(?![{NOT_GIVEN}])[\u3400-\u9fff\U00020000-\U0003134f])"
NAME = rf"(?:(?:{DOUBLE})|[{SINGLE}]){HAN}{{1,2}}(?:·{HAN}{{1,8}})?"
# Words of the field that begin with a surname's character.
WORDS = re.compile(
    "安全|安排|安静|安装|安心|常规|成绩|成长|成才|方便|方可|文明|文化|文具|文体|公寓|严重|严格|严禁|高度|高中|高一|高二|高三|高考|高效|"
    "任务|任何|任意|任课|计划|程度|项目|金额|余额|路队|路上|路线|路途|曾经|包括|包含|许多|关系|关爱|关心|关注|关于|平时|平均|毕业|"
    "温饱|温暖|水平|申请|申报|申诉|符合|单独|单亲|车辆|车票|解决|解答|党员|党建|党团|万余|钱物|钱款|房间|明显|明确|左右|连续|尤其|"
    "简介|古诗|谈话|游戏|游泳|艾滋|龙舟|段考|牛奶|米饭|雷电|林区|江河|周边|周围|周末|周一|周二|周三|周四|周五|顾虑|武术|"
    "康复|施工|施救|温差|应当|应急|应届|应征|应到|农村|农户|华侨|易发|易感|乐器|乐观|荣誉|卫生|卫健|师生|师德|师资|向前|向上|白天|"
    "边远|边防|全体|全员|全校|全面|时间|时段|时期|时代|管制|谷物|成员|成立|成果|成功|成熟|商店|商品|封闭|封校|查询|查验|"
    "查处|查找|官方|司机|席位|费用|景区|冷静|冷链|池塘|盛饭|盛餐|游学|游玩|左侧|尚未|尚有|万分|万名|严肃|"
    "石油|高峰|高温|高风险|高龄|高质量|马路|马上|田径|黄金|金融|金属|夏季|夏令|秋季|江南|江北|毛笔|毛巾|孔洞|康健|宁可|章程|纪律|纪念|"
    "路口|路面|车间|车位|连同|连带|明火|明细|官员|原因|原有|原则|原校|班主任|劳动|南北|南侧|惠及|惠民|乐于|和谐|和睦|和平|"
    "宁安|穆棱|林口|海林|东宁|温州|安岳|安徽|江苏|江西|贵州|云南|河南|广东|金牛|安居|鲁迅|雷锋|阳光|阳台|阳明|农历|"
    "白酒|白色|黄色|蓝色|金色|沙发|沙眼|麻疹|麻醉|童话|童谣|童装|花名|苗圃|梅毒|柴油|明令|欧洲|方案|方法|方式|方向|项链|严防|严查|"
    "戴帽|戴口罩|戴好|戴头盔|任教|任职|许可|向学|符号|伍分|成为|喻为|解除|屈光|时刻|时而|连环|边缘|池边|封面|查看|查收|商议|全部|全程|"
    "全国|全省|全市|全县|全区|应对|应付|单位|单元|单程|单人|单项|单一|简单|简易|卫衣|游览|温度|温馨|温水|石头|石膏|毛衣|钟点|叶片|"
    "高血压|马桶|龙头|雷雨|江边|武器|汤饭|汤品|车速|车祸|路过|管护|管控|管教|管束|房屋|房租|费额"
)
STRONG = re.compile(
    rf"(?P<name>{NAME})(?=(?:小?同学|小朋友)(?!们|会|之间|间)|的(?:父亲|母亲|爸爸|妈妈|爷爷|奶奶|监护人))"
)
PARENT = re.compile(rf"(?P<name>(?:(?:{DOUBLE})|[{SINGLE}]){HAN}{{2}})(?=的?(?:家长|父母))")
BEFORE = re.compile(
    rf"(?:学生|女生|男生|幼儿|新生|学员|儿童|孩子|受害人|被害人|伤者)(?:姓名|名叫|名为|叫)?[:为]? ?(?P<name>{NAME})"
    r"(?=[,。;、()!?:\s“”\"'《]|$|等|同学|因|在|被|系|的|称|反映|受伤|摔|死亡|家中|家长|从|放学|上学|发生)"
)
PARENT_NAMED = re.compile(rf"(?:家长|监护人)(?:姓名)?[::]? ?(?P<name>{NAME})(?=[,。;、()\s]|$|反映|来电|称|投诉)")
AGED = re.compile(rf"(?P<name>{NAME})[(,、 ]{{1,2}}[男女](?:[,、 ]+(?:\d{{1,2}}岁|\d{{4}}年|汉族|.{{0,6}}年级)|[)])")
LISTED = re.compile(r"(?:学生|幼儿|儿童|学员)姓名|学籍号|学号")
CELL = re.compile(rf"(?:^|[\t\n|,:;]) *(?P<name>{NAME}) *(?=[\t\n|,;]|$)", re.MULTILINE)
NUMBERED = re.compile(r"(?:学籍号|学籍编号|学号)[:为是]? ?[GLgl]?\d{5,19}[xX]?")
LIST_REACH = 400  # characters after the head of a list in which its first rows stand


def scan_pupils(text: str) -> Iterator[Span]:
    """Yield names of pupils, of their parents, and their school numbers in a folded text."""
    for pattern in (STRONG, PARENT, BEFORE, PARENT_NAMED, AGED):
        yield from (span for found in pattern.finditer(text) if (span := _named(found)))
    for found in NUMBERED.finditer(text):
        yield Span(Kind.PUPIL, found.start(), found.end())
    for head in LISTED.finditer(text):
        for found in CELL.finditer(text, head.end(), min(len(text), head.end() + LIST_REACH)):
            if span := _named(found):
                yield span


def _named(found: re.Match) -> Span | None:
    if WORDS.match(found["name"]):
        return None
    return Span(Kind.PUPIL, found.start("name"), found.end("name"))
