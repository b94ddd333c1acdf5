// Calendar invitations, read by a parser that is not ours.
import ICAL from "ical.js";

// { method, uid, sequence, summary, start, end (ISO instants), zone, attendees, organizer, status, rule }
export function invitation(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const component = calendar.getFirstSubcomponent("vevent");
  const event = new ICAL.Event(component);
  const address = (property) => String(property.getFirstValue()).replace(/^mailto:/i, "");
  return {
    method: calendar.getFirstPropertyValue("method"),
    uid: event.uid,
    sequence: event.sequence,
    summary: event.summary,
    start: event.startDate.toJSDate().toISOString(),
    end: event.endDate.toJSDate().toISOString(),
    zone: component.getFirstProperty("dtstart").getParameter("tzid") ?? event.startDate.zone.tzid,
    attendees: component.getAllProperties("attendee").map(address),
    organizer: component.getFirstProperty("organizer") ? address(component.getFirstProperty("organizer")) : null,
    status: component.getFirstPropertyValue("status"),
    rule: component.getFirstPropertyValue("rrule")?.toString() ?? null,
  };
}

// The calendar part of a parsed mail (lib/mail.js); throws where there is none.
export function invitationIn(mail) {
  const part = mail.parts.find((p) => p.type === "text/calendar");
  if (!part) throw new Error(`“${mail.subject}” has no calendar part, only ${mail.parts.map((p) => p.type).join(", ")}`);
  return invitation(part.body);
}
