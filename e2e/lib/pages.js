// Every page of the product, in every state that looks different: for each GET route of the table, whose eyes see it, at
// which address, and in which state. `k` is what is known of the program under way (lib/underway.js).

// Routes that are no page, and why. Nobody looks at them in a window of their own.
export const NOT_PAGES = {
  "/": "leads on to where somebody begins",
  "/healthz": "one word, for machines",
  "/assets/{name}": "style sheets, scripts and the mark",
  "/logo": "a picture",
  "/demo/mailbox/{message}/calendar": "a calendar file",
  "/programs/{program}/map/people": "data for the map",
  "/programs/{program}/offer": "leads on to the sign-up form",
  "/programs/{program}/enrollments/download": "a CSV file",
  "/me/kept/export": "a JSON file",
  "/ask/{token}/kept.json": "a JSON file",
  "/imports/{import}/bad-rows": "a CSV file",
};

// A state of a page. `on`: demo (under way), cleared (a demonstration where nobody is), begun (a program in which nothing has
// happened), taught (one that many answers and joins have taught), bare (set up, no program), fresh (before set-up), broken. `wrong` is a form on it that is sent with mistakes.
const see = (on) => (as, at, is, more = {}) => ({ on, as, at, is, ...more });
const [demo, cleared, begun, taught, bare, fresh] = ["demo", "cleared", "begun", "taught", "bare", "fresh"].map(see);
const wrong = (action, fields) => ({ wrong: { action, fields } });

const P = (k) => `/programs/${k.program}`;
const S = (state) => (k) => `${P(k)}/prospects/${k[state]}`;
const on = (base, rest) => (k) => base(k) + rest;
const ask = (state, rest = "") => (k) => `/ask/${k.token[state]}${rest}`;
const M = (name, rest = "") => (k) => `/mentorships/${k[name]}${rest}`;
const c = "coordinator";
const a = "administrator";

export const PAGES = {
  ...signingIn(), ...demonstration(), ...directory(), ...programs(), ...recruiting(), ...leaders(), ...joining(), ...matching(), ...mentorships(), ...keeping(),
};

function signingIn() {
  return {
    "/sign-in": [demo(null, "/sign-in", "asks"), bare(null, "/sign-in", "refused", wrong("/sign-in", { email: "ines" }))],
    "/sign-in/code": [demo(null, "/sign-in/code", "asks"), bare(null, "/sign-in/code", "refused", wrong("/sign-in/code", { code: "1" }))],
    "/setup/{link}": [fresh(null, (k) => k.setup, "asks"), fresh(null, (k) => k.setup, "refused", wrong("", { organization: "", name: "", email: "ines", zone: "Nowhere" }))],
  };
}

function demonstration() {
  return {
    "/demo": [demo(null, "/demo", "as a stranger"), demo(c, "/demo", "signed in"), cleared(null, "/demo", "empty")],
    "/demo/mailbox": [demo(c, "/demo/mailbox", "full"), cleared(null, "/demo/mailbox", "empty")],
    "/demo/mailbox/{message}": [demo(c, (k) => `/demo/mailbox/${k.mail}`, "a pitch"), demo("leader", (k) => `/demo/mailbox/${k.invitation}`, "an invitation")],
    "/demo/mailbox/{message}/html": [demo(null, (k) => `/demo/mailbox/${k.html}/html`, "as a mail program shows it", { mail: true })],
    "/styleguide": [demo(null, "/styleguide", "every component")],
  };
}

function directory() {
  const someone = { name: "", email: "nobody", manager: "Somebody Unknown", since: "19", time_zone: "Mars/Base" };
  return {
    "/people": [demo(c, "/people", "full"), demo(c, "/people?page=2", "second page"), demo(c, "/people?q=zzzz", "nobody fits"), demo(a, "/people?left=1", "who has left"), bare(a, "/people", "empty")],
    "/people/new": [demo(c, "/people/new", "asks"), bare(a, "/people/new", "refused", wrong("/people/new", someone))],
    "/people/{person}": [
      demo(c, (k) => `/people/${k.leader}`, "a leader, with evidence and ties"), demo(a, (k) => `/people/${k.leader}`, "a leader, for an administrator"),
      demo(c, (k) => `/people/${k.known}`, "somebody with many ties"), demo(c, (k) => `/people/${k.associate}`, "an associate"),
      demo(c, (k) => `/people/${k.left}`, "who has left"), demo(c, (k) => `/people/${k.leaving}`, "who leaves soon"),
    ],
    "/people/{person}/edit": [demo(c, (k) => `/people/${k.leader}/edit`, "asks"), demo(c, (k) => `/people/${k.leader}/edit`, "refused", wrong("/edit", someone))],
    "/imports": [demo(c, "/imports", "full"), bare(a, "/imports", "empty")],
    "/imports/new": [demo(c, "/imports/new", "asks"), demo(a, "/imports/new?kind=ties", "ties"), bare(a, "/imports/new", "refused", wrong("/imports/new", {}))],
    "/imports/{import}": [
      demo(c, (k) => `/imports/${k.checked}`, "people to be checked"), demo(c, (k) => `/imports/${k.ties}`, "ties to be checked"), demo(c, (k) => `/imports/${k.unread}`, "a file that is no table"),
      demo(c, (k) => `/imports/${k.written}`, "written"), demo(c, (k) => `/imports/${k.undone}`, "taken back"),
    ],
  };
}

function programs() {
  const setting = (page, rest, fields) => [
    demo(c, on(P, `/settings/${page}`), "as chosen"), begun(a, on(P, `/settings/${page}`), "new"), ...rest,
    demo(c, on(P, `/settings/${page}`), "refused", wrong(`/settings/${page}`, fields)),
  ];
  const setup = (page) => [begun(a, on(P, `/settings/${page}?setup`), "while setting up")];
  return {
    "/programs": [demo(a, "/programs", "one"), bare(a, "/programs", "none")],
    "/programs/new": [bare(a, "/programs/new", "asks"), bare(a, "/programs/new", "refused", wrong("/programs/new", { name: "", purpose: "", starts_on: "2027-02-09", ends_on: "2026-02-09" }))],
    "/programs/{program}/settings": [demo(c, on(P, "/settings"), "as chosen"), begun(a, on(P, "/settings"), "with gaps")],
    "/programs/{program}/settings/purpose": setting("purpose", [], { name: "", purpose: "", starts_on: "", ends_on: "" }),
    "/programs/{program}/settings/ask": setting("ask", setup("ask"), { minutes: "0", sessions: "", months: "x", mentees: "0", starts_on: "" }),
    "/programs/{program}/settings/targets": setting("targets", setup("targets"), (k) => ({ [`percent-${k.partner}`]: "150" })),
    "/programs/{program}/settings/coordinators": setting("coordinators", setup("coordinators"), { name: "", email: "nobody" }),
    "/programs/{program}/settings/rules": setting("rules", [], { accept_days: "0", daily_limit: "" }),
    "/programs/{program}/insights": [demo(c, on(P, "/insights"), "under way"), begun(a, on(P, "/insights"), "empty")],
    "/programs/{program}/outbox": [
      ...["queued", "sent", "refused", "unsure", "stopped"].map((state) => demo(c, on(P, `/outbox?state=${state}`), state)),
      begun(a, on(P, "/outbox"), "empty"), demo(c, on(P, "/outbox"), "refused", wrong("/suppress", { email: "nobody", reason: "" })),
    ],
  };
}

function recruiting() {
  const states = ["identified", "introduced", "met", "draft", "overridden", "queued", "asked", "unsure", "withdrawn", "held", "closed", "yes", "half", "flash", "talk", "advocate", "later", "no", "phoned"];
  return {
    "/programs/{program}/today": [demo(c, on(P, "/today"), "under way"), begun(a, on(P, "/today"), "empty")],
    "/programs/{program}/pipeline": [demo(c, on(P, "/pipeline"), "under way"), demo(c, on(P, "/pipeline?text=zzzz"), "nobody fits"), demo(c, on(P, "/pipeline?stage=answered"), "one stage"), begun(a, on(P, "/pipeline"), "empty")],
    "/programs/{program}/pitches": [demo(c, on(P, "/pitches"), "under way"), begun(a, on(P, "/pitches"), "empty")],
    "/programs/{program}/shortlist": [demo(c, on(P, "/shortlist"), "under way"), demo(c, on(P, "/shortlist?rows=40"), "forty rows"), demo(c, on(P, "/shortlist?department=zzzz"), "nobody fits"), demo(c, on(P, "/shortlist?size=3&wave="), "waves of three, nobody ticked"), demo(c, on(P, "/shortlist?size=12"), "waves of twelve"), begun(a, on(P, "/shortlist"), "empty")],
    "/programs/{program}/shortlist/chances": [demo(c, on(P, "/shortlist/chances"), "too few answers"), begun(a, on(P, "/shortlist/chances"), "no answer yet"), taught(a, on(P, "/shortlist/chances"), "with what answers taught")],
    "/programs/{program}/shortlist/ties": [
      demo(c, on(P, "/shortlist/ties"), "the weights are followed"), begun(a, on(P, "/shortlist/ties"), "too few joins"), taught(a, on(P, "/shortlist/ties"), "joins are followed"),
      demo(c, on(P, "/shortlist/ties"), "refused", wrong("/ties", { advised: "130", friend: "a lot" })),
    ],
    "/programs/{program}/map": [
      demo(c, on(P, "/map"), "under way"), demo(c, (k) => `${P(k)}/map?who=${k.people.met}`, "a leader is picked"), demo(c, (k) => `${P(k)}/map?who=${k.people.yes}`, "who has joined is picked"),
      demo(c, on(P, "/map?office=Boston"), "one office"), demo(c, on(P, "/map?zoom=4"), "near"), demo(c, on(P, "/map?who=a"), "several fit"), demo(c, on(P, "/map?who=zzzz"), "nobody fits"), begun(a, on(P, "/map"), "empty"),
    ],
    "/programs/{program}/prospects/{prospect}": states.map((s) => demo(c, S(s), s)),
    "/programs/{program}/prospects/{prospect}/introduction": [demo(c, on(S("identified"), "/introduction"), "nobody known"), demo(c, on(S("met"), "/introduction"), "with a connector"), demo(c, on(S("identified"), "/introduction"), "refused", wrong("/introduction", { by: "", by_other: "Somebody Unknown", on: "2999-01-01" }))],
    "/programs/{program}/prospects/{prospect}/meeting": [demo(c, on(S("introduced"), "/meeting"), "asks"), demo(c, on(S("introduced"), "/meeting"), "refused", wrong("/meeting", { kind: "", by: "", by_other: "Somebody Unknown", on: "2999-01-01" }))],
    "/programs/{program}/prospects/{prospect}/override": [demo(c, on(S("identified"), "/override"), "asks"), demo(c, on(S("identified"), "/override"), "refused", wrong("/override", { reason: "" }))],
    "/programs/{program}/prospects/{prospect}/thank-you": [demo(c, on(S("yes"), "/thank-you"), "asks"), demo(c, on(S("yes"), "/thank-you"), "refused", wrong("/thank-you", { by: "", by_other: "", on: "" }))],
    "/programs/{program}/prospects/{prospect}/answer": [demo(c, on(S("met"), "/answer"), "asks"), demo(c, on(S("met"), "/answer"), "refused", wrong("/answer", { answer: "later", wakes_on: "1999-01-01" })), demo(c, on(S("met"), "/answer"), "refused for want of an answer", wrong("/answer", { answer: "" }))],
    "/programs/{program}/prospects/{prospect}/pitch": [
      demo(c, on(S("introduced"), "/pitch"), "shut"), demo(c, on(S("met"), "/pitch"), "new"), demo(c, on(S("draft"), "/pitch"), "a draft"),
      demo(c, on(S("draft"), "/pitch"), "refused", wrong("/pitch", { question: "", opening: "", message: "", minutes: "0", starts_on: "", then: "keep" })),
      ...["queued", "asked", "unsure", "refused", "withdrawn", "yes", "no"].map((s) => demo(c, on(S(s), "/pitch"), s)),
    ],
    "/programs/{program}/prospects/{prospect}/pitch/preview": [demo(c, on(S("draft"), "/pitch/preview"), "a draft"), demo(c, on(S("asked"), "/pitch/preview"), "sent")],
    "/programs/{program}/prospects/{prospect}/pitch/send": [demo(c, on(S("draft"), "/pitch/send"), "may leave")],
    "/programs/{program}/prospects/{prospect}/follow-up": [demo(c, on(S("asked"), "/follow-up"), "as it leaves")],
  };
}

function leaders() {
  const choices = ["yes", "smaller", "talk", "advocate", "later", "no"];
  const answers = ["yes", "half", "flash", "talk", "advocate", "later", "no"];
  return {
    "/ask/{token}": [demo(null, ask("asked"), "asks"), demo(null, ask("held"), "an answer was held"), ...answers.map((s) => demo(null, ask(s), `answered ${s}`)), demo(null, ask("withdrawn"), "withdrawn")],
    "/ask/{token}/letter": [demo(null, ask("talk", "/letter"), "read again")],
    "/ask/{token}/answer": [...choices.map((choice) => demo(null, ask("asked", `/answer?answer=${choice}`), choice)), demo(null, ask("asked", "/answer?answer=later"), "refused", wrong("/answer", { answer: "later", on: "1999-01-01" }))],
    "/ask/{token}/confirm": [demo(null, ask("held", "/confirm?why=soon&answer=yes"), "too soon"), demo(null, ask("held", "/confirm?why=two&answer=no"), "two at once")],
    "/ask/{token}/help": [demo(null, ask("no", "/help"), "offers once")],
    "/ask/{token}/kept": [demo(null, ask("half", "/kept"), "all of it"), demo(null, ask("half", "/kept"), "refused", wrong("/erase", { typed: "no" }))],
  };
}

function joining() {
  const E = on(P, "/enrollments");
  const form = (as) => (k) => `${P(k)}/enrollments/new?person=${k.outsider}&as=${as}`;
  return {
    "/programs/{program}": [demo(c, P, "for a coordinator"), demo("mentee", P, "for a mentee"), demo("outsider", P, "for somebody outside"), begun(null, P, "open to all, empty"), begun(a, P, "empty")],
    "/programs/{program}/join": [
      demo("outsider", on(P, "/join?as=mentee"), "as a mentee"), demo("outsider", on(P, "/join?as=mentor"), "as a mentor"), demo("mentee:open", on(P, "/join?as=mentee"), "signed up"), demo("mentee:open", on(P, "/join?as=mentee&done"), "signed up just now"), demo("mentor:open", on(P, "/join?as=mentor"), "a leader who joined"),
      demo("outsider", on(P, "/join?as=mentee"), "refused, as a mentee", wrong("/join", { as: "mentee", languages: "" })), demo("outsider", on(P, "/join?as=mentor"), "refused, as a mentor", wrong("/join", { as: "mentor", capacity: "none", languages: "" })),
    ],
    "/programs/{program}/enrollments": [demo(c, E, "under way"), demo(c, on(E, "?q=zzzz"), "nobody fits"), begun(a, E, "empty")],
    "/programs/{program}/enrollments/exclusions": [demo(c, on(E, "/exclusions"), "one pair"), begun(a, on(E, "/exclusions"), "none"), demo(c, on(E, "/exclusions"), "refused", wrong("/exclusions", { one: "Somebody Unknown", other: "" }))],
    "/programs/{program}/enrollments/new": [
      demo(c, on(E, "/new"), "asks whom"), demo(c, on(E, "/new?q=a"), "found"), demo(c, on(E, "/new?q=zzzz"), "nobody found"), demo(c, form("mentee"), "a mentee"), demo(c, form("mentor"), "a mentor"),
      demo(c, form("mentor"), "refused", wrong("/enrollments/new", { capacity: "none", languages: "" })),
    ],
    "/programs/{program}/enrollments/{enrollment}": [demo(c, (k) => `${E(k)}/${k.mentee}`, "a mentee"), demo(c, (k) => `${E(k)}/${k.mentor}`, "a mentor"), demo(c, (k) => `${E(k)}/${k.mentor}`, "refused", wrong("", { capacity: "none", languages: "" }))],
  };
}

function matching() {
  const proposal = (name, who, is) => demo(`${who}:${name}`, (k) => `/proposals/${k[name]}`, is);
  return {
    "/programs/{program}/matching": [
      demo(c, on(P, "/matching"), "under way"), begun(a, on(P, "/matching"), "empty"), demo(c, on(P, "/matching?show=locked"), "the locked"), demo(c, on(P, "/matching?show=unmatched"), "the unmatched"),
      demo(c, on(P, "/matching?show=away"), "taken away"), demo(c, on(P, "/matching?show=proposed&q=a"), "a search among the proposed"), demo(c, on(P, "/matching?q=nobody+is+called+this"), "nothing found"),
      demo(c, on(P, "/matching"), "a cap refused", wrong("/cap", { percent: "0" })),
    ],
    "/programs/{program}/matching/report": [demo(c, on(P, "/matching/report"), "of a run")],
    "/programs/{program}/matching/{match}/swap": [demo(c, (k) => `${P(k)}/matching/${k.swappable}/swap`, "a choice"), demo(c, (k) => `${P(k)}/matching/${k.swappable}/swap?who=nobody`, "nobody found")],
    "/programs/{program}/matching/proposals": [demo(c, on(P, "/matching/proposals"), "as they leave")],
    "/programs/{program}/matching/mentees/{enrollment}": [demo(c, (k) => `${P(k)}/matching/mentees/${k.menteeToMatch}`, "a choice"), demo(c, (k) => `${P(k)}/matching/mentees/${k.menteeToMatch}?who=nobody`, "nobody found")],
    "/proposals/{match}": [
      proposal("open", "mentor", "open, to a mentor"), proposal("open", "mentee", "open, to a mentee"), proposal("waits", "mentee", "waits for the other"),
      proposal("declined", "mentee", "declined"), proposal("declined", "mentor", "declined by the other"), proposal("off", "mentor", "taken back"), demo("mentee:begun", (k) => `/proposals/${k.matchBegun}`, "begun"),
    ],
  };
}

function mentorships() {
  const both = (name) => ["mentor", "mentee"].map((who) => demo(`${who}:${name}`, M(name), `${name}, for the ${who}`));
  return {
    "/me": [demo("mentor:coming", "/me", "a mentor’s"), demo("mentee:open", "/me", "a mentee’s, with a proposal"), demo("mentee:toAnswer", "/me", "a mentee’s, with a session"), demo(a, "/me", "nothing yet"), bare(a, "/me", "no program")],
    "/programs/{program}/mentorships": [demo(c, on(P, "/mentorships"), "under way"), begun(a, on(P, "/mentorships"), "empty")],
    "/mentorships/{mentorship}": [
      ...["begun", "offered", "coming", "toAnswer", "used", "ended"].flatMap(both),
      demo("mentor:coming", M("coming"), "refused, a day of their own", wrong("/sessions", { date: "1999-01-01", time: "" })), demo("mentee:coming", M("coming"), "refused, a session not booked here", wrong("/sessions/past", { past_date: "", past_minutes: "x" })),
    ],
    "/mentorships/{mentorship}/briefing": [demo("mentor:begun", M("begun", "/briefing"), "for a mentor"), demo("mentee:begun", M("begun", "/briefing"), "for a mentee")],
  };
}

function keeping() {
  return {
    "/me/kept": [demo("mentor:coming", "/me/kept", "a leader’s"), demo("mentee:coming", "/me/kept", "a mentee’s"), bare(a, "/me/kept", "an administrator’s")],
    "/me/kept/erase": [demo("mentee:coming", "/me/kept/erase", "asks"), bare(a, "/me/kept/erase", "the only administrator")],
    "/erased": [demo(null, "/erased", "said once")],
    "/audit": [demo(a, "/audit", "full"), demo(a, "/audit?person=zzzz", "no line fits"), bare(a, "/audit", "the first lines")],
    "/outbox": [demo(a, "/outbox", "in use"), begun(a, "/outbox", "all mail held"), bare(a, "/outbox", "empty"), bare(a, "/outbox", "refused", wrong("/suppress", { email: "nobody", reason: "" }))],
    "/settings": [demo(a, "/settings", "a demonstration’s"), bare(a, "/settings", "new")],
    "/settings/organization": [demo(a, "/settings/organization", "as chosen"), bare(a, "/settings/organization", "refused", wrong("/settings/organization", { name: "", zone: "Mars/Base" }))],
    "/settings/mail": [demo(a, "/settings/mail", "a demonstration’s"), bare(a, "/settings/mail", "new"), bare(a, "/settings/mail", "refused", wrong("/settings/mail", { mail_from: "x", reply_to: "y", host: "a b", port: "0", encryption: "", stop_minutes: "x" })), begun(a, "/settings/mail?tested", "tested")],
    "/settings/levels": [demo(a, "/settings/levels", "three"), bare(a, "/settings/levels", "none"), demo(a, "/settings/levels", "refused", { wrong: { action: "/settings/levels", fields: { new: "Partner" } } })],
    "/settings/administrators": [demo(a, "/settings/administrators", "one"), demo(a, "/settings/administrators", "refused", wrong("/settings/administrators", { name: "", email: "nobody" }))],
    "/settings/identity": [demo(a, "/settings/identity", "one on"), bare(a, "/settings/identity", "all off"), bare(a, "/settings/identity", "refused", wrong("/settings/identity", { attribute: "", purpose: "" }))],
    "/settings/identity/off": [demo(a, "/settings/identity/off?attribute=gender", "asks")],
  };
}

// What people meet where there is no page for them.
export const TROUBLE = [
  demo(null, "/nothing/here", "not there", { status: 404 }),
  demo("mentee", (k) => `${P(k)}/today`, "not theirs", { status: 404 }),
  { on: "broken", as: a, at: "/imports", is: "our fault", status: 500 },
];
