import KnowledgeBase

/// Personal identity numbers (personnummer and samordningsnummer) in a text, as others may see them.
public enum IdentityNumbers {
    /// `text` with a dot in the place of each digit of such a number; the rest stays as it is.
    ///
    /// Ten or twelve digits count, together or parted before the last four by spaces, or by `-`, `+` or
    /// what programs make of these, with spaces around it or without, when the date is one and the
    /// check digit is right (SKV 704). Twelve may begin with a date as 1981-12-18. What shows nothing,
    /// such as a soft hyphen, parts nothing. A telephone number may look the same by chance; who has
    /// the right reads it in full.
    public static func masked(in text: String) -> String {
        guard mayHoldNumber(text) else { return text }
        let octets = Array(text.utf8)
        var dots = places(in: octets)
        // Almost no text has any: only then it is read once more without.
        if MaskedText.hidesSomething(in: octets) { dots += MaskedText(octets).places }
        return dotted(octets, dots)
    }

    /// The same of a page in HTML, read as it is shown: tags and entities part no digits, nor do the
    /// cells of a table.
    public static func maskedPage(_ page: String) -> String {
        let octets = Array(page.utf8)
        guard octets.count(where: isDigit) >= digitsMin else { return page }
        var dots = places(in: octets)
        for joinsBlocks in [false, true] {
            dots += MaskedText(html: octets, joinsBlocks: joinsBlocks).places
        }
        return dotted(octets, dots)
    }

    /// Where the digits of numbers stand.
    static func places(in octets: [UInt8]) -> [Range<Int>] {
        var places: [Range<Int>] = []
        var rest = octets[...]
        while let start = rest.firstIndex(where: isDigit) {
            rest = rest[start...]
            let run = rest.prefix(while: isDigit)
            let number = number(at: rest, beginning: run)
            if let number {
                places += number.indices.filter { isDigit(octets[$0]) }.map { $0..<$0 + 1 }
            }
            rest = rest.dropFirst(number?.count ?? run.count)
        }
        return places
    }

    private static func dotted(_ octets: [UInt8], _ places: [Range<Int>]) -> String {
        guard !places.isEmpty else { return String(decoding: octets, as: UTF8.self) }
        var masked: [UInt8] = []
        masked.reserveCapacity(octets.count + 2 * places.count)
        var next = 0
        for place in places.sorted(by: { $0.lowerBound < $1.lowerBound })
        where place.lowerBound >= next {
            masked += octets[next..<place.lowerBound] + dot
            next = place.upperBound
        }
        return String(decoding: masked + octets[next...], as: UTF8.self)
    }

    /// The number that begins with a run of digits; nil when there is none.
    private static func number(
        at rest: ArraySlice<UInt8>,
        beginning run: ArraySlice<UInt8>
    ) -> ArraySlice<UInt8>? {
        let whole: ArraySlice<UInt8>
        switch run.count {
        case 10, 12: whole = run
        case 6, 8:
            guard let end = end(of: rest, behindDate: run.count) else { return nil }
            whole = rest.prefix(end)
        case 2, 4:
            guard let date = date(at: rest, beginning: run),
                let end = end(of: rest, behindDate: date)
            else { return nil }
            whole = rest.prefix(end)
        default: return nil
        }
        let digits = whole.filter(isDigit)
        if digits.count == 12, !centuries.contains(Array(digits.prefix(2))) { return nil }
        let text = String(decoding: digits, as: UTF8.self)
        return PersonalData.isIdentityNumber(text) ? whole : nil
    }

    /// How many octets a number has whose date is so many long.
    private static func end(of rest: ArraySlice<UInt8>, behindDate date: Int) -> Int? {
        let tail = rest.dropFirst(date)
        let gap = gap(at: tail)
        guard gap > 0, tail.dropFirst(gap).prefix(while: isDigit).count == 4 else { return nil }
        return date + gap + 4
    }

    /// How many octets a date as 1981-12-18 has that begins with the digits of a year.
    private static func date(
        at rest: ArraySlice<UInt8>,
        beginning year: ArraySlice<UInt8>
    ) -> Int? {
        var tail = rest.dropFirst(year.count)
        for _ in 0..<2 {
            guard let dash = dashes.first(where: { tail.starts(with: $0) }) else { return nil }
            tail = tail.dropFirst(dash.count)
            guard tail.prefix(while: isDigit).count == 2 else { return nil }
            tail = tail.dropFirst(2)
        }
        return rest.count - tail.count
    }

    /// How many octets part a number here: spaces, and one dash among them at most.
    private static func gap(at rest: ArraySlice<UInt8>) -> Int {
        var tail = skipSpaces(of: rest)
        if let dash = dashes.first(where: { tail.starts(with: $0) }) {
            tail = skipSpaces(of: tail.dropFirst(dash.count))
        }
        return rest.count - tail.count
    }

    private static func skipSpaces(of rest: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var tail = rest
        for _ in 0..<gapSpacesMax {
            guard let space = spaces.first(where: { tail.starts(with: $0) }) else { break }
            tail = tail.dropFirst(space.count)
        }
        return tail
    }

    /// Looks without copying: almost every text has fewer digits, or none beside each other.
    private static func mayHoldNumber(_ text: String) -> Bool {
        var digits = 0
        for octet in text.utf8 where isDigit(octet) {
            digits += 1
            if digits == digitsMin { return true }
        }
        return false
    }

    /// The fewest digits of a number.
    private static let digitsMin = 10

    static func isDigit(_ octet: UInt8) -> Bool { (0x30...0x39).contains(octet) }

    /// Spaces on either side of a dash; more part two things.
    private static let gapSpacesMax = 4
    /// With the soft and the no-break hyphen, the figure dash, both long ones and the minus sign.
    private static let dashes = [
        "-", "+", "\u{AD}", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2212}",
    ].map { Array($0.utf8) }
    /// With the tabulator, and the spaces that break no line or are narrow.
    private static let spaces = ["\u{20}", "\u{9}", "\u{A0}", "\u{2007}", "\u{2009}", "\u{202F}"]
        .map {
            Array($0.utf8)
        }
    private static let centuries = ["18", "19", "20"].map { Array($0.utf8) }
    private static let dot = Array("•".utf8)
}

extension Message {
    /// As somebody sees it who may not read identity numbers.
    public var masked: Message {
        var message = self
        message.author = author.masked
        message.body = IdentityNumbers.masked(in: body)
        message.mail?.ownText = mail?.ownText.map(IdentityNumbers.masked)
        for index in message.attachments.indices {
            message.attachments[index].name = IdentityNumbers.masked(
                in: message.attachments[index].name
            )
        }
        return message
    }
}

extension Ticket {
    /// As somebody sees it who may not read identity numbers.
    public var masked: Ticket {
        var ticket = self
        ticket.subject = IdentityNumbers.masked(in: subject)
        // A mail program, or a form, may have the number in the name.
        ticket.citizen.name = citizen.name.map(IdentityNumbers.masked)
        return ticket
    }
}

extension Actor {
    /// As somebody sees them who may not read identity numbers.
    public var masked: Actor {
        guard case .citizen(let name?) = self else { return self }
        return .citizen(name: IdentityNumbers.masked(in: name))
    }
}
