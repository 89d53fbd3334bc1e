public import Desk
public import Foundation

/// When tickets came to a city's desk, about what and how, with what is known to have been wrong.
///
/// Written as lines of text, one for each, in the order of time:
///
/// - `outage,FROM,UNTIL,SERVICE,SYMPTOM` and `maintenance,FROM,UNTIL,SERVICE,SYMPTOM`,
/// - `CHANNEL,MOMENT,SERVICE,SYMPTOM`, where CHANNEL is a ticket's,
///
/// with moments in whole seconds UTC, symptoms as ``Desk/SymptomKey`` writes them, and nothing where
/// there is none. A line that begins with # says something to whoever reads it.
public struct TrafficRecording: Sendable, Equatable {
    /// A ticket that came.
    public struct Arrival: Sendable, Equatable {
        /// When.
        public var at: Date
        /// How.
        public var channel: TicketChannel
        /// The e-service it is about.
        public var service: String?
        /// For example `eid=bankid`.
        public var symptom: String?
    }

    /// Something that was wrong, or closed for a while.
    public struct Disturbance: Sendable, Equatable {
        /// From its beginning up to its end.
        public var span: Range<Date>
        /// The e-service; nil for all of them.
        public var service: String?
        /// What citizens saw of it; nil for anything.
        public var symptom: String?

        /// True when a ticket is probably about it.
        public func explains(_ arrival: Arrival) -> Bool {
            span.contains(arrival.at) && (service == nil || service == arrival.service)
                && (symptom == nil || symptom == arrival.symptom)
        }
    }

    /// What was wrong, the first to begin first.
    public var outages: [Disturbance] = []
    /// What was planned, the first to begin first.
    public var maintenances: [Disturbance] = []
    /// The first to come first.
    public var arrivals: [Arrival] = []

    /// Nothing yet.
    public init() {}

    /// A line that is none of those.
    public struct BadLine: Error, CustomStringConvertible {
        /// The line as it stands.
        public let description: String
    }

    /// Reads what ``text`` writes.
    ///
    /// - Throws: ``BadLine``.
    public init(text: String) throws {
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
                .map(String.init)
            let word = fields.first ?? ""
            switch (word, TicketChannel(rawValue: word), fields.count) {
            case ("outage", _, 5): outages.append(try Self.disturbance(fields))
            case ("maintenance", _, 5): maintenances.append(try Self.disturbance(fields))
            case (_, let channel?, 4):
                arrivals.append(
                    Arrival(
                        at: try Self.moment(fields[1]),
                        channel: channel,
                        service: Self.word(fields[2]),
                        symptom: Self.word(fields[3])
                    )
                )
            default: throw BadLine(description: String(line))
            }
        }
    }

    /// As lines, each with its end.
    public var text: String {
        let planned = [("outage", outages), ("maintenance", maintenances)].flatMap { word, list in
            list.map { one in
                "\(word),\(Self.text(one.span.lowerBound)),\(Self.text(one.span.upperBound)),"
                    + "\(one.service ?? ""),\(one.symptom ?? "")"
            }
        }
        let came = arrivals.map { one in
            "\(one.channel.rawValue),\(Self.text(one.at)),\(one.service ?? ""),\(one.symptom ?? "")"
        }
        return (planned + came).map { $0 + "\n" }.joined()
    }

    private static func disturbance(_ fields: [String]) throws -> Disturbance {
        let (start, end) = (try moment(fields[1]), try moment(fields[2]))
        guard start < end else { throw BadLine(description: fields.joined(separator: ",")) }
        return Disturbance(
            span: start..<end,
            service: word(fields[3]),
            symptom: word(fields[4])
        )
    }

    private static func word(_ field: String) -> String? { field.isEmpty ? nil : field }

    private static func moment(_ field: String) throws -> Date {
        do { return try Date(field, strategy: .iso8601) } catch {
            throw BadLine(description: field)
        }
    }

    private static func text(_ moment: Date) -> String { moment.formatted(.iso8601) }
}
