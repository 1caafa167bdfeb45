"""What follows where rectification is left undone, as people do it in their browsers: one method a step."""

from datetime import datetime, time

from accountability import jobs

from .desk import word
from .story import Papers


class Ladder(Papers):
    """Supervise notice, interview, circular, accountability, review and appeal."""

    def __init__(self, chain, enter, clock):
        super().__init__(chain.city, chain.unit, enter, clock)
        self.case = chain.case

    def supervise(self):
        """The clock proposes, an officer drafts, the director signs, the unit receives."""
        assert jobs.propose_notices() == 1
        self.officer.go("/supervise-notices/")
        self.officer.follow(self.officer.page.locator("td a").first)
        fields = {"New date": self.clock.on(15), "Reason": "逾期未完成整改。"}
        self.officer.act("Draft the supervise notice", fields)
        assert "督办通知书" in self.pass_paper("working").plain

    def propose_interview(self):
        """The officer proposes, the required co-hosts are entered at once; the director approves."""
        self.officer.act(
            "Propose an interview", {"Grounds": ["unfinished"], "Reason": "经督办仍未完成整改。"}, on=self.case
        )
        interview = self.officer.page.url
        assert "牡丹江市教育局" in self.officer.text()
        day = datetime.combine(self.clock.on(10), time(14, 30))
        fields = {"Time": day, "Place": "市政府三楼会议室", "Who must come": "校长"}
        self.director.act("Approve the interview", fields, on=interview)
        return interview

    def interview(self):
        """Announced, held with its co-hosts, recorded, the record sent to all who must have it."""
        interview = self.propose_interview()
        self.officer.act("Draft the interview notice", {"Materials to bring": "整改情况说明。"}, on=interview)
        assert "14时30分" in self.pass_paper("working").plain
        self.clock.forward(11)
        self.officer.go(interview).press("Note that it was held")
        host = self.officer.page.locator("input[name=attended]").first
        host.uncheck()
        self.officer.send({"Held on": self.clock.today})
        assert "R-ACC-11" in self.officer.refusal()
        host.check()
        self.officer.send()
        words = {"Facts": "进度滞后。", "Demands with dates": "两周内完成。", "Replies and commitments": "承诺完成。"}
        self.officer.act("Write the record", words)
        self.pass_paper("working", receiver=self.secretary)
        recipients = self.officer.go(interview).page.locator("section", has_text="中共海林市委员会").inner_text()
        assert str(self.clock.today) in recipients

    def circulate(self):
        """A circular to the whole of society, decided by the director; returns where its public copy is drafted."""
        texts = {"Reason": "约谈后仍未整改。", "Facts": "消防通道仍堆放杂物。", "Demands": "立即整改。"}
        self.officer.act("Propose a circular", texts, on=self.case)
        circular = self.officer.page.url
        self.director.act(
            "Approve the circular",
            {"Made known to": "whole_society", "Addressees": [self.city.county_party]},
            on=circular,
        )
        self.officer.act("Draft the document", on=circular)
        self.pass_paper("official", receiver=self.secretary)
        self.officer.act("Propose the publication", on=circular)

    def establish(self):
        """Step 1: the finding group and the facts; the unit is told in writing."""
        self.officer.act(
            "Propose accountability",
            {"Target": "unit", "Situations": ["duties", "tasks"], "Reason": "拒不整改。"},
            on=self.case,
        )
        self.action = self.officer.page.url
        self.officer.act("Form the finding group", {"Finding group": "市教育局督学室、市教育督导办"})
        self.officer.act("Establish the facts", {"Facts": "逾期未整改。", "Proposed forms": ["open_criticism"]})
        self.officer.act("Draft the notice to the target")
        assert "问责告知书" in self.pass_paper("working").plain

    def hear(self):
        """Steps 2 and 3: the unit's statement is dealt with, a member unit is asked and answers."""
        self.answerer.act("State and defend", {"Statement and defence": "资金未到位。"}, on=self.action)
        self.officer.act("Deal with the statement", {"How it was dealt with": "不予采纳。"}, on=self.action)
        self.officer.act("Consult member units", {"Member units": [self.city.bureau]})
        self.liaison.act("Give an opinion", {"Opinion": "同意。"}, on=self.action)
        self.officer.act("Submit to the chair", on=self.action)

    def decide(self):
        """The chair decides, nobody else is offered it; the decision is served."""
        self.director.go(self.action)
        fields = {"Findings": "属于未履行职责。", "Basis": "《教育督导问责办法》", "Made known to": "whole_society"}
        assert word("Decide") not in self.director.offers()
        self.chair.act("Decide", fields, on=self.action)
        self.officer.act("Draft the decision", on=self.action)
        assert "30日内" in self.pass_paper("working").plain

    def challenge(self):
        """A review is upheld; on appeal the decision is changed, corrected, and then final."""
        self.answerer.act("Ask for a review", {"Request and reasons": "请求复核。"}, on=self.action)
        self.officer.act("Decide on the challenge", {"Result": "upheld", "Reasons": "维持。"}, on=self.action)
        assert "复核决定书" in self.pass_paper("working").plain
        self.clock.forward(3)
        self.answerer.act("Appeal", {"Request and reasons": "请求申诉。"}, on=self.action)
        self.officer.act("Decide on the challenge", {"Result": "changed", "Reasons": "变更。"}, on=self.action)
        self.officer.act("Note the correction", {"Reason": "已改正。"}, on=self.action)
        self.officer.act("Note as final")
        self.officer.act("Propose the publication")
