"""Dokuz Düğme, an invented shop for clothing and home goods, and the people of its customer
service."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

INBOUND, SALES, COMPLAINTS, BACK_OFFICE, CHAT, QUALITY = (
    "inbound",
    "sales",
    "complaints",
    "backoffice",
    "chat",
    "quality",
)


@dataclass(frozen=True, slots=True)
class Person:
    email: str
    name: str
    roles: tuple[str, ...]
    language: str = "tr"
    team: str = ""


@dataclass(frozen=True, slots=True)
class Team:
    code: str
    name: str
    name_en: str
    scored: bool = True


@dataclass(frozen=True, slots=True)
class AgentSpec:
    """skill: 0 is an ordinary agent, +1 a very good one, -1 a struggling one. trend: what the
    second half of the period adds to skill. later_team: the team from the middle of the period on,
    where there is one."""

    code: str
    name: str
    team: str
    skill: float
    weaknesses: tuple[str, ...]
    joined: date
    email: str
    trend: float = 0.0
    later_team: str = ""

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    def team_at(self, at: datetime, middle: datetime) -> str:
        return self.later_team if self.later_team and at >= middle else self.team


@dataclass(frozen=True, slots=True)
class EvaluatorSpec:
    """severity: how far above (+, stricter) or below (-) the others this person scores, as a
    fraction of the scale. noise: how much the same person differs from one day to the next."""

    email: str
    severity: float
    noise: float


@dataclass(frozen=True, slots=True)
class Company:
    name: str
    teams: tuple[Team, ...]
    agents: tuple[AgentSpec, ...]
    leads: tuple[Person, ...]
    evaluators: tuple[EvaluatorSpec, ...]
    staff: tuple[Person, ...]

    def people(self) -> Iterator[Person]:
        """Everybody who can log in: staff, leads, then agents."""
        yield from self.staff
        yield from self.leads
        for agent in self.agents:
            yield Person(agent.email, agent.name, ("agent",), "tr", agent.team)

    def agent(self, code: str) -> AgentSpec:
        """KeyError if nobody has the code."""
        for agent in self.agents:
            if agent.code == code:
                return agent
        raise KeyError(code)


def middle_of(until: datetime, days: int) -> datetime:
    """When the period's second half begins: agents change team, trends start."""
    return until - timedelta(days=days / 2)


TEAMS = (
    Team(INBOUND, "Gelen Çağrı", "Inbound calls"),
    Team(SALES, "Satış", "Sales"),
    Team(COMPLAINTS, "Şikâyet Çözüm", "Complaint resolution"),
    Team(BACK_OFFICE, "Operasyon Destek", "Back office"),
    Team(CHAT, "Yazışma", "Chat"),
    Team(QUALITY, "Kalite", "Quality", scored=False),
)


def _agent(
    code: str, name: str, mail: str, team: str, skill: float, joined: str,
    weaknesses: str = "", *, trend: float = 0.0, later_team: str = "",
) -> AgentSpec:  # fmt: skip
    return AgentSpec(
        code,
        name,
        team,
        skill,
        tuple(weaknesses.split()),
        date.fromisoformat(joined),
        f"{mail}@vaybe.example",
        trend,
        later_team,
    )


AGENTS = (
    _agent("A101", "Zeynep Akyüz", "zeynep.akyuz", INBOUND, 0.9, "2019-03-11"),
    _agent(
        "A102", "İbrahim Şengül", "ibrahim.sengul", INBOUND, 0.2, "2021-09-06", "verified next_step"
    ),
    _agent("A103", "Gülşah Öztürk", "gulsah.ozturk", INBOUND, 0.5, "2020-02-17", "no_repeat"),
    _agent(
        "A104",
        "Çağrı Yıldırım",
        "cagri.yildirim",
        INBOUND,
        -0.5,
        "2024-11-04",
        "empathy listening",
        trend=0.7,
    ),
    _agent(
        "A105",
        "Nurefşan Işık Demirel",
        "nurefsan.isik",
        INBOUND,
        0.1,
        "2022-05-23",
        "complete_info",
    ),
    _agent(
        "A106",
        "Oğuzhan Kılıç",
        "oguzhan.kilic",
        INBOUND,
        -0.7,
        "2023-08-14",
        "patience no_argument",
    ),
    _agent("A107", "Döndü Aksoy", "dondu.aksoy", INBOUND, 0.6, "2018-06-25", "closing"),
    _agent(
        "A108", "Umut Şimşek", "umut.simsek", INBOUND, 0.0, "2024-02-12", "asked", later_team=CHAT
    ),
    _agent("A201", "Ceyda Güneş", "ceyda.gunes", SALES, 0.8, "2020-10-05"),
    _agent(
        "A202",
        "Mertcan Doğru",
        "mertcan.dogru",
        SALES,
        -0.3,
        "2023-04-03",
        "no_pressure honest_sale",
    ),
    _agent("A203", "Şebnem Uçar", "sebnem.ucar", SALES, 0.4, "2021-01-18", "next_step"),
    _agent("A204", "Ömer Faruk Tunç", "omer.tunc", SALES, 0.1, "2022-09-19", "need_found"),
    _agent(
        "A205",
        "İrem Bağcı",
        "irem.bagci",
        SALES,
        -0.6,
        "2025-01-13",
        "fit_offer listening",
        trend=0.6,
    ),
    _agent("A206", "Hasan Gökdemir", "hasan.gokdemir", SALES, 0.3, "2019-07-08", "complete_info"),
    _agent("A207", "Büşra Ağaoğlu Er", "busra.agaoglu", SALES, 0.6, "2020-12-07"),
    _agent("A208", "Yiğit Özkan", "yigit.ozkan", SALES, -0.1, "2024-06-10", "greeting closing"),
    _agent("A301", "Ayşegül Çınar", "aysegul.cinar", COMPLAINTS, 1.0, "2018-01-15"),
    _agent("A302", "Tuğba Ünal", "tugba.unal", COMPLAINTS, 0.4, "2020-04-20", "on_time"),
    _agent(
        "A303",
        "Serdar Göktaş",
        "serdar.goktas",
        COMPLAINTS,
        -0.4,
        "2022-02-07",
        "owned_mistake no_argument",
    ),
    _agent("A304", "Esra Nur Yüce", "esra.yuce", COMPLAINTS, 0.5, "2021-06-14", "kept_promise"),
    _agent(
        "A305",
        "Kâmil Taşçı",
        "kamil.tasci",
        COMPLAINTS,
        0.0,
        "2019-11-25",
        "not_scripted",
        trend=-0.7,
    ),
    _agent("A306", "Özlem Sarı", "ozlem.sari", COMPLAINTS, 0.7, "2020-08-31"),
    _agent(
        "A307",
        "Burak Ağırbaş",
        "burak.agirbas",
        COMPLAINTS,
        -0.5,
        "2024-09-02",
        "empathy root_cause",
    ),
    _agent(
        "A308", "Gizem Körükçü", "gizem.korukcu", COMPLAINTS, 0.2, "2023-01-09", "complete_info"
    ),
    _agent("A401", "Filiz Işıklar", "filiz.isiklar", BACK_OFFICE, 0.7, "2018-09-10"),
    _agent("A402", "Tolga Şahinbaş", "tolga.sahinbas", BACK_OFFICE, -0.2, "2022-11-21", "recorded"),
    _agent("A403", "Hülya Öz", "hulya.oz", BACK_OFFICE, 0.5, "2019-05-13"),
    _agent(
        "A404", "Çiğdem D'Andria", "cigdem.dandria", BACK_OFFICE, 0.1, "2021-03-29", "next_step"
    ),
    _agent(
        "A405",
        "Erdinç Yağmur",
        "erdinc.yagmur",
        BACK_OFFICE,
        -0.6,
        "2023-10-16",
        "on_time root_cause",
    ),
    _agent(
        "A406",
        "Sıla Göçer",
        "sila.gocer",
        BACK_OFFICE,
        0.3,
        "2022-06-06",
        "complete_info",
        trend=0.4,
    ),
    _agent(
        "A407", "Uğur Demirtaş", "ugur.demirtas", BACK_OFFICE, 0.0, "2020-07-27", "not_scripted"
    ),
    _agent("A408", "Melike Çetinkol", "melike.cetinkol", BACK_OFFICE, 0.6, "2021-12-13"),
    _agent("A501", "Ilgın Bozdağ", "ilgin.bozdag", CHAT, 0.9, "2020-01-06"),
    _agent("A502", "Emre Küçük", "emre.kucuk", CHAT, -0.3, "2023-05-15", "not_scripted empathy"),
    _agent("A503", "Şule Güven", "sule.guven", CHAT, 0.4, "2021-08-23", "on_time"),
    _agent("A504", "Cansu Örnek Yalın", "cansu.ornek", CHAT, 0.5, "2022-03-14"),
    _agent(
        "A505",
        "Barış İlhan",
        "baris.ilhan",
        CHAT,
        -0.6,
        "2024-04-22",
        "understood asked",
        trend=0.7,
    ),
    _agent("A506", "Pınar Göğüş", "pinar.gogus", CHAT, 0.2, "2022-10-10", "no_transfer"),
    _agent("A507", "Kaan Üstün", "kaan.ustun", CHAT, 0.0, "2023-11-06", "correct_info"),
    _agent("A508", "Rümeysa Çağlar", "rumeysa.caglar", CHAT, 0.7, "2019-10-21", "no_repeat"),
)

LEADS = (
    Person("fatma.yilmazer@vaybe.example", "Fatma Yılmazer", ("lead",), "tr", INBOUND),
    Person("volkan.ozdil@vaybe.example", "Volkan Özdil", ("lead",), "tr", SALES),
    Person("sevgi.kocabas@vaybe.example", "Sevgi Kocabaş", ("lead",), "tr", COMPLAINTS),
    Person("nihat.ergin@vaybe.example", "Nihat Ergin", ("lead",), "tr", BACK_OFFICE),
    Person("gonca.isiksal@vaybe.example", "Gonca Işıksal", ("lead",), "tr", CHAT),
)

EVALUATORS = (
    EvaluatorSpec("aylin.tok@vaybe.example", -0.25, 0.10),
    EvaluatorSpec("cemil.guner@vaybe.example", -0.10, 0.14),
    EvaluatorSpec("dilsad.oren@vaybe.example", 0.0, 0.08),
    EvaluatorSpec("hale.simsir@vaybe.example", 0.05, 0.12),
    EvaluatorSpec("kerem.ozyurt@vaybe.example", 0.15, 0.22),
    EvaluatorSpec("yasemin.duru@vaybe.example", 0.30, 0.11),
)

STAFF = (
    Person("aylin.tok@vaybe.example", "Aylin Tok", ("evaluator",), "tr", QUALITY),
    Person("cemil.guner@vaybe.example", "Cemil Güner", ("evaluator",), "tr", QUALITY),
    Person("dilsad.oren@vaybe.example", "Dilşad Ören", ("evaluator",), "tr", QUALITY),
    Person("hale.simsir@vaybe.example", "Hâle Şimşir", ("evaluator",), "tr", QUALITY),
    Person("kerem.ozyurt@vaybe.example", "Kerem Özyurt", ("evaluator",), "en", QUALITY),
    Person("yasemin.duru@vaybe.example", "Yasemin Duru", ("evaluator",), "tr", QUALITY),
    Person("nermin.aydinoglu@vaybe.example", "Nermin Aydınoğlu", ("manager",), "tr", QUALITY),
    Person("tarik.eren@vaybe.example", "Tarık Eren", ("trainer",), "tr", QUALITY),
    Person("deniz.kaptan@vaybe.example", "Deniz Kaptan", ("admin",), "tr", QUALITY),
)

COMPANY = Company("Dokuz Düğme", TEAMS, AGENTS, LEADS, EVALUATORS, STAFF)
