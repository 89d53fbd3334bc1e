/// A start line and header fields: the octets before the body, cut but not yet understood.
struct SIPHead {
    let startLine: String
    /// The fields in order, their lines joined.
    let fields: [SIPField]
    /// The first thing that is wrong; what is around it may still serve to answer.
    let defect: SIPDefect?

    /// Cuts a head into fields (RFC 3261 §7.3.1).
    ///
    /// - Parameter octets: up to the empty line, without it.
    init(_ octets: ArraySlice<UInt8>) {
        var lines = Self.lines(octets)
        startLine = lines.isEmpty ? "" : lines.removeFirst()
        var fields: [(name: SIPFieldName, value: String)] = []
        var defect: SIPDefect?
        for line in lines {
            if line.utf8.first == 0x20 || line.utf8.first == 0x09 {
                guard !fields.isEmpty else {
                    defect = defect ?? .fieldLine
                    continue
                }
                fields[fields.count - 1].value += " " + SIPText.trimmed(line)
            } else if fields.count == SIPLimits.fieldsMax {
                defect = defect ?? .tooLarge
                break
            } else if let field = Self.field(line) {
                fields.append(field)
            } else {
                defect = defect ?? .fieldLine
            }
        }
        if startLine.utf8.contains(where: { $0 < 0x20 }) { defect = .startLine }
        self.fields = fields.map { SIPField($0.name, SIPText.trimmed($0.value)) }
        self.defect = defect
    }

    /// Where the empty line begins that ends the head.
    static func end(of octets: ArraySlice<UInt8>) -> Int? {
        var place = octets.startIndex
        let last = octets.endIndex - 4
        while place <= last {
            if octets[place] == 0x0D, octets[place + 1] == 0x0A, octets[place + 2] == 0x0D,
                octets[place + 3] == 0x0A
            {
                return place
            }
            place += 1
        }
        return nil
    }

    private static func lines(_ octets: ArraySlice<UInt8>) -> [String] {
        var lines: [String] = []
        var start = octets.startIndex
        for place in octets.indices where octets[place] == 0x0A {
            guard place > start, octets[place - 1] == 0x0D else { continue }
            lines.append(String(decoding: octets[start..<place - 1], as: UTF8.self))
            start = place + 1
        }
        lines.append(String(decoding: octets[start...], as: UTF8.self))
        return lines
    }

    private static func field(_ line: String) -> (SIPFieldName, String)? {
        // A carriage return or a line feed alone would end a line for others and not for us.
        guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")),
            let name = SIPFieldName(SIPText.trimmed(line[..<colon])),
            !line.utf8.contains(0x0A), !line.utf8.contains(0x0D)
        else { return nil }
        return (name, SIPText.trimmed(line[line.index(after: colon)...]))
    }
}
