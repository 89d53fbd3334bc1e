import KnowledgeBase

extension WrittenTexts {
    /// Adds letters as they may come back in an answer.
    mutating func add(_ letters: [Letter]) {
        for letter in letters {
            add(letter.text)
            // Outlook repeats the header too, and the subject is what the citizen called it.
            for name in ["Ämne", "Subject"] { add(line: "\(name): \(letter.subject)") }
        }
    }
}

extension DeskReading {
    /// The newest letters that were written on these tickets.
    func letters(on tickets: [TicketNumber]) throws(DeskError) -> [Letter] {
        var letters: [Letter] = []
        for ticket in Set(tickets) {
            letters += try newestLetters(of: ticket, limit: repeatedLettersMax).map(\.letter)
        }
        return letters
    }

    /// True when all that was taken for a quote in a mail, but for what is marked line by line, stands in
    /// letters of these tickets.
    func repeatsOnly(
        _ mail: ReceivedMail,
        of tickets: [TicketNumber]
    ) throws(DeskError) -> Bool {
        guard !mail.unmarked.isEmpty else { return true }
        var written = WrittenTexts()
        written.add(try letters(on: tickets))
        return mail.unmarked.allSatisfy { written.hold($0) }
    }

    /// True when surely nobody wrote anything in a mail beside its ``ReceivedMail/ownText``: what was
    /// folded away is our letter, and a signature that names them or stood below an earlier mail too.
    func saysNothingElse(
        _ mail: ReceivedMail,
        of tickets: [TicketNumber]
    ) throws(DeskError) -> Bool {
        guard try repeatsOnly(mail, of: tickets) else { return false }
        if mail.signature.isEmpty || Confirmation.isName(mail.signature, of: mail.sender.name) {
            return true
        }
        let signature = mail.signature.trimmedLines
        return try messages(ofAny: tickets, after: nil, limit: signedMessagesMax).contains {
            $0.kind == .inbound && $0.body.trimmedLines.contains(signature)
        }
    }
}

/// Of one ticket; people answer the newest ones.
private let repeatedLettersMax = 10
/// The oldest of a ticket are looked at, for what was signed once is signed so from the first mail on.
private let signedMessagesMax = 10

extension String {
    /// Its lines without white space at their ends, and without the empty ones.
    fileprivate var trimmedLines: [[UInt8]] {
        utf8.split(separator: 0x0A)
            .map { Array($0.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed()) }
            .filter { !$0.isEmpty }
    }
}
