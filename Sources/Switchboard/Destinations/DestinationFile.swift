public import Desk
import Foundation
public import SIPProtocol
import Yams

/// The directory of destinations as an operator writes it.
///
/// ```yaml
/// destinations:
///   - id: bygglov-hagersten
///     name: Bygglov, Hägersten
///     kind: unit                 # unit, board, handler or contractor
///     number: 08-508 22 000      # or +46850822000
///     uri: sip:bygglov@pbx.example.org
///     topics: [bygglov, marklov]
///     hours: Mo-Fr 08:00-16:30; HD 08:00-12:00    # see OpeningHours
///     overflow: vaxel            # when closed, gone, busy or without an answer
///     valid: {from: 2009-01-01, through: 2011-12-31}
///     routes:                    # where calls go by date
///       - {through: 2011-07-31, to: gamla-vaxeln}
///       - {from: 2011-08-01, to: vaxel}
/// ```
public enum DestinationFile {
    /// A place in the file and what is wrong there.
    public struct Mistake: Error, Sendable, Equatable, CustomStringConvertible {
        /// For example `destinations[3].uri`.
        public var place: String
        /// What is wrong and what would be right.
        public var wanted: String

        /// Both in one line.
        public var description: String { "\(place): \(wanted)" }
    }

    /// Every mistake of a file at once.
    public struct Mistakes: Error, Sendable, CustomStringConvertible {
        /// In the order of the file.
        public var mistakes: [Mistake]

        /// One a line.
        public var description: String { mistakes.map(\.description).joined(separator: "\n") }
    }

    /// Most destinations of one file.
    public static let destinationsMax = 10_000

    /// Reads the YAML text, and that of a second file whose destinations stand behind the first's.
    ///
    /// Numbers without a country code are those of `country`.
    public static func read(
        _ text: String,
        and imported: String? = nil,
        country: TelephoneNumber.Country = .sweden
    ) throws(Mistakes) -> DestinationDirectory {
        let own = try rows(text, "destinations").map { ($0, "destinations") }
        let other = try imported.map { (text) throws(Mistakes) in try rows(text, "imported") } ?? []
        return try directory(own + other.map { ($0, "imported") }, country)
    }

    static func rows(_ text: String, _ place: String) throws(Mistakes) -> [DestinationRow] {
        func mistake(_ wanted: String) -> Mistakes {
            Mistakes(mistakes: [Mistake(place: place, wanted: wanted)])
        }
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw mistake("the file cannot be read as YAML: \(Self.reason(of: error))")
        }
        guard case .sequence(let nodes) = root?["destinations"] else {
            throw mistake("must be a list of destinations under the key destinations")
        }
        var rows: [DestinationRow] = []
        var mistakes: [Mistake] = []
        for (index, node) in nodes.enumerated() {
            do {
                rows.append(try YAMLDecoder().decode(DestinationRow.self, from: node))
            } catch {
                mistakes.append(Self.mistake(error, at: "\(place)[\(index)]"))
            }
        }
        guard mistakes.isEmpty else { throw Mistakes(mistakes: mistakes) }
        return rows
    }

    /// What is wrong with a row that is none.
    private static func mistake(_ error: any Error, at place: String) -> Mistake {
        func name(_ path: [any CodingKey]) -> String {
            path.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }.joined()
        }
        switch error as? DecodingError {
        case .keyNotFound(let key, let context):
            return Mistake(place: place + name(context.codingPath + [key]), wanted: "is missing")
        case .valueNotFound(_, let context):
            return Mistake(place: place + name(context.codingPath), wanted: "must not be empty")
        case .typeMismatch(_, let context), .dataCorrupted(let context):
            let wanted = "must be a value of another kind"
            return Mistake(place: place + name(context.codingPath), wanted: wanted)
        default: return Mistake(place: place, wanted: "cannot be read")
        }
    }

    /// What is wrong with YAML, and where, without the lines about it.
    private static func reason(of error: any Error) -> String {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "line \(mark.line): \(problem)"
        case .duplicatedKeysInMapping(let keys, let context):
            "line \(context.mark.line): \(keys.sorted().joined(separator: ", ")) stands there twice"
        default: "it is no YAML"
        }
    }

    private static func directory(
        _ rows: [(row: DestinationRow, file: String)],
        _ country: TelephoneNumber.Country
    ) throws(Mistakes) -> DestinationDirectory {
        var reading = Reading(country: country)
        if rows.count > destinationsMax {
            reading.note("destinations", "has \(rows.count) rows; the limit is \(destinationsMax)")
        }
        var counts: [String: Int] = [:]
        var places: [String] = []
        let destinations = rows.prefix(destinationsMax).map { row, file in
            let number = counts[file, default: 0]
            counts[file] = number + 1
            places.append("\(file)[\(number)]")
            return reading.destination(row, at: "\(file)[\(number)]")
        }
        let directory = DestinationDirectory(destinations)
        // Only a whole directory can be told that one of its chains is broken.
        if reading.mistakes.isEmpty {
            reading.note(directory.faults(), in: destinations, at: places)
        }
        guard reading.mistakes.isEmpty else { throw Mistakes(mistakes: reading.mistakes) }
        return directory
    }
}

/// Reads rows and gathers what is wrong with them.
private struct Reading {
    let country: TelephoneNumber.Country
    var mistakes: [DestinationFile.Mistake] = []
    private var ids: Set<String> = []

    init(country: TelephoneNumber.Country) { self.country = country }

    mutating func note(_ place: String, _ wanted: String) {
        mistakes.append(DestinationFile.Mistake(place: place, wanted: wanted))
    }

    mutating func destination(_ row: DestinationRow, at place: String) -> Destination {
        if row.id.isEmpty { note("\(place).id", "must not be empty") }
        if !ids.insert(row.id).inserted { note("\(place).id", "«\(row.id)» stands there twice") }
        if row.name.isEmpty { note("\(place).name", "must not be empty") }
        if row.number == nil, row.uri == nil { note(place, "needs a number or a uri") }
        return Destination(
            id: row.id,
            name: row.name,
            kind: kind(row.kind, at: place),
            number: number(row.number, at: place),
            uri: uri(row.uri, at: place),
            topics: row.topics ?? [],
            queue: row.queue,
            calendar: calendar(row, at: place)
        )
    }

    private mutating func calendar(
        _ row: DestinationRow,
        at place: String
    ) -> Destination.Calendar {
        let from = day(row.valid?.from, at: "\(place).valid.from")
        let through = day(row.valid?.through, at: "\(place).valid.through")
        if let from, let through, through < from {
            note("\(place).valid", "ends before it begins")
        }
        return Destination.Calendar(
            from: from,
            through: through,
            hours: hours(row.hours, at: "\(place).hours"),
            overflow: row.overflow,
            redirections: (row.routes ?? []).enumerated().map { index, route in
                Destination.Redirection(
                    from: day(route.from, at: "\(place).routes[\(index)].from"),
                    through: day(route.through, at: "\(place).routes[\(index)].through"),
                    to: route.to
                )
            }
        )
    }

    private mutating func day(_ text: String?, at place: String) -> CivilDay? {
        guard let text else { return nil }
        let day = CivilDay(text)
        if day == nil { note(place, "«\(text)» must be a day such as 2011-07-31") }
        return day
    }

    private mutating func hours(_ text: String?, at place: String) -> OpeningHours? {
        guard let text else { return nil }
        do {
            return try OpeningHours(text)
        } catch {
            note(place, error.description)
            return nil
        }
    }

    mutating func note(
        _ faults: [DestinationDirectory.Fault],
        in destinations: [Destination],
        at places: [String]
    ) {
        let places = Dictionary(zip(destinations.map(\.id), places)) { first, _ in first }
        for fault in faults {
            let place = places[fault.destination] ?? "destinations"
            note(fault.field.map { "\(place).\($0)" } ?? place, fault.description)
        }
    }

    private mutating func kind(_ text: String?, at place: String) -> Destination.Kind {
        guard let text else { return .unit }
        if let kind = Destination.Kind(rawValue: text) { return kind }
        let known = Destination.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        note("\(place).kind", "«\(text)» must be one of \(known)")
        return .unit
    }

    private mutating func number(_ text: String?, at place: String) -> String? {
        guard let text else { return nil }
        do {
            return try TelephoneNumber(text, in: country).description
        } catch {
            note("\(place).number", "«\(text)» is no telephone number: \(error)")
            return nil
        }
    }

    private mutating func uri(_ text: String?, at place: String) -> String? {
        guard let text else { return nil }
        do {
            return try SIPURI(text).description
        } catch {
            note("\(place).uri", "«\(text)» is no SIP URI: \(error)")
            return nil
        }
    }
}
