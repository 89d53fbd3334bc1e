/// A destination as it stands in a file of destinations; nothing of it is checked yet.
struct DestinationRow: Codable, Sendable, Hashable {
    struct Days: Codable, Sendable, Hashable {
        var from: String?
        var through: String?
    }

    struct Route: Codable, Sendable, Hashable {
        var from: String?
        var through: String?
        var to: String
    }

    var id: String
    var name: String
    var kind: String?
    var number: String?
    var uri: String?
    var topics: [String]?
    var queue: String?
    var hours: String?
    var overflow: String?
    var valid: Days?
    var routes: [Route]?
}

/// A file of destinations as it is written.
struct DestinationRows: Codable, Sendable {
    var destinations: [DestinationRow]
}
