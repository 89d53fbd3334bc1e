public import KnowledgeBase

/// What tickets of one incident have in common: a symptom on an e-service.
///
/// Written `SERVICE|SYMPTOM`, in lower case: `skolval|eid=bankid`, `*|code=rfa8`, `skolval|*`. A `*` in
/// the place of the e-service is any of them and none, in the place of the symptom any and none; never
/// both.
public struct SymptomKey: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The e-service in lower case; nil for any.
    public let service: String?
    /// `eid=…`, `code=…` or `step=…`, in lower case; nil for any.
    public let symptom: String?

    /// - Returns: nil when it would be about everything.
    public init?(service: String?, symptom: String?) {
        self.service = service.map(Self.plain)
        self.symptom = symptom.map(Self.plain)
        guard self.service != nil || self.symptom != nil else { return nil }
    }

    /// Reads what ``description`` writes; nil when it is anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        self.init(
            service: parts[0] == "*" ? nil : parts[0],
            symptom: parts[1] == "*" ? nil : parts[1]
        )
    }

    /// For example `skolval|eid=bankid`.
    public var description: String { "\(service ?? "*")|\(symptom ?? "*")" }

    /// By how they are written.
    public static func < (one: Self, other: Self) -> Bool { one.description < other.description }

    private static func plain(_ text: String) -> String {
        text.lowercased().replacing("|", with: "/")
    }

    /// How many codes of one ticket count.
    static let codesMax = 3
}

extension SymptomKey {
    /// What tickets of this symptom on this e-service may have in common with others, in order.
    ///
    /// Nothing where a text tells of a danger or a fraud. An e-ID counts only beside a fault: who names it
    /// alone may ask anything about it, and is not answered with others.
    public static func all(of symptom: Symptom, on service: String?) -> [SymptomKey] {
        guard !symptom.isGrave else { return [] }
        var symptoms = symptom.codes.prefix(codesMax).map { "code=\($0)" }
        if let eID = symptom.eID, symptom.namesFault { symptoms.append("eid=\(eID)") }
        if let step = symptom.step { symptoms.append("step=\(step)") }
        var keys = symptoms.compactMap { SymptomKey(service: nil, symptom: $0) }
        if let service, !service.isEmpty {
            keys += symptoms.compactMap { SymptomKey(service: service, symptom: $0) }
            if let whole = SymptomKey(service: service, symptom: nil) { keys.append(whole) }
        }
        return Array(Set(keys)).sorted()
    }
}

extension Ticket {
    /// What it may have in common with others; empty when nothing is recognised in it.
    public var symptomKeys: [SymptomKey] { SymptomKey.all(of: symptom, on: service) }
}
