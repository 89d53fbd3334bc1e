import Desk
import Foundation

extension RecordWords {
    /// What the files of a folder are.
    var explanation: String { say(Self.swedish, Self.english) }

    private static let swedish = """
        Handlingar ur en medborgarsupport.

        tickets.jsonl   ett ärende per rad, JSON i UTF-8, format \(TicketFile.format):
                        number    ärendets nummer
                        facts     ämne (subject), läge (state), slag (kind), område (category),
                                  kanal (channel), kö (queue), citizen_name, citizen_email,
                                  citizen_phone, created_at, resolved_at, utfall (outcome) …
                        messages  det som skrevs: kind inbound (från medborgaren), reply (till
                                  medborgaren) eller note (inom personalen), at, author, name,
                                  body, files
                        history   det som gjordes: at, actor, kind, details
                        handoffs  vem medborgaren kopplades vidare till
                        mails     mejlen som ärendet kom med
                        learnt    frågan som den sparats för att hitta svar, utan personuppgifter,
                                  och artikeln som besvarade den
                        letters   det som skrevs automatiskt, till exempel kvittenser
                        questions det som medborgaren tillfrågades om, och svaret
                        calls, call_backs   samtal om ärendet, och samtal som utlovats
                        Tidpunkter är RFC 3339 i UTC. En sha256 är namnet på en fil i mails
                        eller files.
        elsewhere.json  det som finns om medborgaren utanför egna ärenden: meddelanden i andras
                        ärenden (messages), calls, call_backs, held_mails (inte insläppta) och
                        addresses (var medborgarens adress står i andras ärenden)
        mails/          mejlen som de kom, RFC 5322, vart och ett under sin SHA-256
        files/          filerna som följde med, var och en under sin SHA-256
        SHA256SUMS      över alltsammans:    sha256sum -c SHA256SUMS
        SHA256SUMS.cms  detsamma, signerat:  openssl cms -verify -binary -inform PEM -purpose any \\
                                                 -CAfile CERTIFIKAT -in SHA256SUMS.cms -out SHA256SUMS

        """

    private static let english = """
        Records of a support desk.

        tickets.jsonl   one ticket (ärende) a line, JSON in UTF-8, format \(TicketFile.format):
                        number    the ticket's number
                        facts     subject, state, kind, category, channel, queue, citizen_name,
                                  citizen_email, citizen_phone, created_at, resolved_at, outcome …
                        messages  what was written: kind inbound (from the citizen), reply (to the
                                  citizen) or note (among staff), at, author, name, body, files
                        history   what was done: at, actor, kind, details
                        handoffs  who the citizen was passed on to
                        mails     the mails it came by
                        learnt    the question as the desk keeps it to find answers by, without
                                  personal data, and which article answered it
                        letters   what the desk wrote by itself, such as receipts
                        questions what those asked the citizen, and the answer
                        calls, call_backs   telephone calls about it, made and owed
                        Moments are RFC 3339 in UTC. A sha256 names a file in mails or files.
        elsewhere.json  what is kept of the citizen beside their own tickets: messages on others'
                        tickets, calls, call_backs (calls owed), held_mails (not let through) and
                        addresses (where the citizen's address stands on others' tickets)
        mails/          the mails as they came, RFC 5322, each under its SHA-256
        files/          the files that came along, each under its SHA-256
        SHA256SUMS      of all of them:      sha256sum -c SHA256SUMS
        SHA256SUMS.cms  the same, signed:    openssl cms -verify -binary -inform PEM -purpose any \\
                                                 -CAfile CERTIFICATE -in SHA256SUMS.cms -out SHA256SUMS

        """
}

extension RecordWords {
    /// A ticket for a citizen who reads no JSON.
    func readable(_ file: TicketFile) -> String {
        var text = "\(say("ÄRENDE", "TICKET")) \(file.number)\n"
        for (key, value) in file.facts.sorted(by: { $0.key < $1.key }) {
            text += "  \(name(key)): \(self.value(value, of: key))\n"
        }
        for message in file.messages { text += readable(message) }
        text += "\n  \(say("HISTORIK", "HISTORY"))\n"
        for event in file.history { text += readable(event) }
        for handoff in file.handoffs {
            text += "  \(moment(handoff.at))  → \(handoff.destination)  "
            text += "\(value(handoff.state, of: "state"))\n"
        }
        for lesson in file.learnt ?? [] {
            let question = lesson.text.split(whereSeparator: \.isNewline).joined(separator: " ")
            text += "  \(moment(lesson.at))  \(say("lärdom", "lesson")): "
            text +=
                "\(value(lesson.verdict, of: "verdict"))  \(lesson.article ?? "–") «\(question)»\n"
        }
        for letter in file.letters ?? [] {
            let form = letter.form.map { value($0, of: "letter") } ?? ""
            text +=
                "\n  \(moment(letter.at))  \(say("automatiskt brev", "automatic letter"))  \(form)  "
            text += "\(letter.recipient)  \(letter.subject)\n\(indented(letter.text))"
        }
        for question in file.questions ?? [] {
            let answer = question.answer.map(String.init) ?? "–"
            text += "  \(moment(question.askedAt))  \(value(question.kind, of: "question"))  "
            text += "\(say("svar", "answer")): \(answer)\n"
        }
        for call in file.calls ?? [] { text += readable(call) }
        for callBack in file.callBacks ?? [] { text += readable(callBack) }
        return text + "\n"
    }

    /// The same of what is kept beside a citizen's tickets.
    func readable(_ elsewhere: RegisterExtract.Elsewhere) -> String {
        guard !elsewhere.isEmpty else { return "" }
        var text = say("UTANFÖR EGNA ÄRENDEN", "BESIDE THEIR OWN TICKETS") + "\n"
        for part in elsewhere.messages {
            text += "\n  \(name("ticket")) \(part.ticket)\(readable(part.message))"
        }
        for call in elsewhere.calls { text += readable(call) }
        for callBack in elsewhere.callBacks { text += readable(callBack) }
        for mail in elsewhere.heldMails {
            text += "  \(moment(mail.at))  \(say("kvarhållet mejl", "held mail"))  "
            text += "\(value(mail.reason, of: "reason"))  \(mail.sender ?? "–")  \(mail.subject)  "
            text += "[mails/\(mail.sha256).eml]\n"
        }
        for address in elsewhere.addresses ?? [] {
            text += "  \(say("adressen", "the address")): \(value(address.kind, of: "place"))"
            text += "\(about(address.ticket))  \(address.refusal ?? "")\n"
        }
        return text + "\n"
    }

    private func readable(_ event: TicketFile.Event) -> String {
        let details = event.details.sorted { $0.key < $1.key }
            .map { "  \(name($0.key)): \(value($0.value, of: $0.key))" }
        let actor = event.name ?? value(event.actor, of: "author")
        return "  \(moment(event.at))  \(actor)  \(self.event(event.kind))\(details.joined())\n"
    }

    private func readable(_ message: TicketFile.Contribution) -> String {
        let author = message.name ?? value(message.author, of: "author")
        var text = "\n  \(moment(message.at))  \(author)  \(value(message.kind, of: "message"))\n"
        text += indented(message.body)
        for file in message.files {
            text += "    [\(file.name), \(file.size) \(say("byte", "bytes"))]\n"
        }
        return text
    }

    private func readable(_ call: TicketFile.TelephoneCall) -> String {
        let outcome = call.outcome.map { value($0, of: "outcome") } ?? "–"
        return "  \(moment(call.at))  \(name("call"))  \(call.from ?? "–") → \(call.to ?? "–")  "
            + "\(outcome)\(about(call.ticket))\n"
    }

    private func readable(_ call: TicketFile.OwedCall) -> String {
        "  \(moment(call.at))  \(name("call_back"))  \(call.number)  "
            + "\(value(call.reason, of: "reason"))  \(say("klar", "done")): \(moment(call.doneAt))"
            + "\(about(call.ticket))\n"
    }

    private func about(_ ticket: Int64?) -> String {
        ticket.map { "  \(name("ticket")) \($0)" } ?? ""
    }

    private func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)\n" }.joined()
    }
}
