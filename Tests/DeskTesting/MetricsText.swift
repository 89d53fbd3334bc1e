/// A page of metrics, read as strictly as Prometheus' text format 0.0.4 is written.
///
/// It does not lean on the writer: what a scraper would refuse or take for something else is an
/// error here.
public struct MetricsText: Sendable {
    /// One metric: its help, its type, its samples in the order they came.
    public struct Family: Sendable {
        /// From `# HELP`.
        public var help: String
        /// From `# TYPE`.
        public var type: String
        /// By the sample's name and labels.
        public var samples: [Sample] = []
    }

    /// One line with a value.
    public struct Sample: Sendable {
        /// The metric's name, with `_bucket`, `_sum` or `_count` for a part of a histogram.
        public var name: String
        /// The labels.
        public var labels: [String: String]
        /// The value.
        public var value: Double
    }

    /// A line, or a family, that is not as it should be.
    public struct Malformed: Error, CustomStringConvertible {
        /// What, and where.
        public var description: String
    }

    /// By name.
    public private(set) var families: [String: Family] = [:]

    /// Reads a page.
    ///
    /// - Throws: ``Malformed``.
    public init(_ text: String) throws(Malformed) {
        guard text.hasSuffix("\n") else {
            throw Malformed(description: "the last line does not end")
        }
        var current = ""
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("# ") {
                current = try readComment(line, current)
            } else {
                try readSample(line, of: current)
            }
        }
        for (name, family) in families { try Self.check(family, name) }
    }

    /// The value of one series; nil when there is none.
    public func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        let ends = ["", "_bucket", "_sum", "_count"]
        let owner = ends.compactMap { end -> Family? in
            guard name.hasSuffix(end) else { return nil }
            return families[String(name.dropLast(end.count))]
        }.first
        return owner?.samples.first { $0.name == name && $0.labels == labels }?.value
    }

    /// The names that a query may ask for.
    public var queryable: Set<String> {
        Set(families.values.flatMap { $0.samples.map(\.name) }).union(families.keys)
    }

    /// The names of labels on a metric, or on a part of a histogram.
    public func labels(of name: String) -> Set<String> {
        let samples = families.values.flatMap(\.samples)
        return Set(samples.filter { $0.name == name }.flatMap(\.labels.keys))
    }

    private mutating func readComment(
        _ line: Substring,
        _ current: String
    ) throws(Malformed) -> String {
        let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        guard words.count == 4, !words[3].isEmpty else { throw Malformed(description: "\(line)") }
        let name = String(words[2])
        switch words[1] {
        case "HELP":
            guard families[name] == nil else {
                throw Malformed(description: "\(name) comes twice")
            }
            families[name] = Family(help: String(words[3]), type: "")
        case "TYPE":
            guard name == current, families[name]?.type == "",
                ["counter", "gauge", "histogram"].contains(words[3])
            else { throw Malformed(description: "\(line)") }
            families[name]?.type = String(words[3])
        default: throw Malformed(description: "\(line)")
        }
        return name
    }

    private mutating func readSample(
        _ line: Substring,
        of family: String
    ) throws(Malformed) {
        var rest = line
        let name = Self.take(&rest) { $0.isLetter || $0.isNumber || "_:".contains($0) }
        let labels = try Self.labels(&rest, line)
        guard name.first?.isNumber == false, rest.first == " ",
            let value = Self.number(rest.dropFirst()), families[family]?.type.isEmpty == false
        else { throw Malformed(description: "\(line)") }
        let isHistogram = families[family]?.type == "histogram"
        let names = isHistogram ? ["_bucket", "_sum", "_count"].map { family + $0 } : [family]
        guard names.contains(name) else {
            throw Malformed(description: "\(name) stands under \(family)")
        }
        let isKnown = families[family]?.samples.contains { $0.name == name && $0.labels == labels }
        guard isKnown == false else { throw Malformed(description: "twice: \(line)") }
        families[family]?.samples.append(Sample(name: name, labels: labels, value: value))
    }

    private static func labels(
        _ rest: inout Substring,
        _ line: Substring
    ) throws(Malformed) -> [String: String] {
        guard rest.first == "{" else { return [:] }
        var labels: [String: String] = [:]
        repeat {
            rest.removeFirst()
            let name = take(&rest) { $0.isLetter || $0.isNumber || $0 == "_" }
            guard !name.isEmpty, name.first?.isNumber == false, rest.hasPrefix("=\""),
                labels[name] == nil
            else { throw Malformed(description: "\(line)") }
            rest = rest.dropFirst(2)
            labels[name] = try quoted(&rest, line)
        } while rest.first == ","
        guard rest.first == "}" else { throw Malformed(description: "\(line)") }
        rest.removeFirst()
        return labels
    }

    private static func quoted(
        _ rest: inout Substring,
        _ line: Substring
    ) throws(Malformed) -> String {
        var text = ""
        while let character = rest.popFirst() {
            switch character {
            case "\"": return text
            case "\\":
                switch rest.popFirst() {
                case "\\": text += "\\"
                case "\"": text += "\""
                case "n": text += "\n"
                default: throw Malformed(description: "\(line)")
                }
            default: text.append(character)
            }
        }
        throw Malformed(description: "\(line)")
    }

    private static func take(
        _ rest: inout Substring,
        while isPart: (Character) -> Bool
    ) -> String {
        let taken = rest.prefix { $0.isASCII && isPart($0) }
        rest = rest.dropFirst(taken.count)
        return String(taken)
    }

    private static func number(_ text: Substring) -> Double? {
        switch text {
        case "+Inf": .infinity
        case "-Inf": -.infinity
        case "NaN": .nan
        default: text.contains { $0.isLetter && $0 != "e" && $0 != "E" } ? nil : Double(text)
        }
    }

    /// A family has a type, a counter's name ends as it should and never falls below zero, and each
    /// histogram's buckets grow up to its count.
    private static func check(_ family: Family, _ name: String) throws(Malformed) {
        guard !family.type.isEmpty, !family.samples.isEmpty else {
            throw Malformed(description: "\(name) has no type or no series")
        }
        switch family.type {
        case "counter":
            guard name.hasSuffix("_total"), family.samples.allSatisfy({ $0.value >= 0 }) else {
                throw Malformed(description: "\(name) is no counter")
            }
        case "histogram": try checkHistograms(family, name)
        default: break
        }
    }

    private static func checkHistograms(
        _ family: Family,
        _ name: String
    ) throws(Malformed) {
        let series = Dictionary(grouping: family.samples) { sample in
            sample.labels.filter { $0.key != "le" }
        }
        for (labels, samples) in series {
            let buckets = samples.filter { $0.name == "\(name)_bucket" }
            let bounds = buckets.compactMap { $0.labels["le"].flatMap { number($0[...]) } }
            let counts = buckets.map(\.value)
            let total = samples.first { $0.name == "\(name)_count" }?.value
            guard bounds.count == buckets.count, bounds.last == .infinity,
                zip(bounds, bounds.dropFirst()).allSatisfy({ $0 < $1 }),
                zip(counts, counts.dropFirst()).allSatisfy({ $0 <= $1 }), counts.last == total,
                samples.filter({ $0.name == "\(name)_sum" }).count == 1
            else { throw Malformed(description: "\(name) \(labels) is no histogram") }
        }
    }
}
