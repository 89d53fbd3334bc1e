/// One entry that a search found.
public struct LDAPEntry: Sendable, Hashable {
    /// Its name as the server writes it.
    public let name: String
    private let attributes: [String: [[UInt8]]]

    init(name: String, attributes: [String: [[UInt8]]]) {
        self.name = name
        self.attributes = attributes
    }

    /// The octets of its name and of all that it says.
    var bytesCount: Int {
        attributes.reduce(name.utf8.count) { sum, attribute in
            attribute.value.reduce(sum + attribute.key.utf8.count) { $0 + $1.count }
        }
    }

    /// The values of an attribute that are text; in no order, as directories keep none.
    ///
    /// Attribute names ignore case (RFC 4512 §1.4).
    public func values(of attribute: String) -> [String] {
        octets(of: attribute).compactMap { String(validating: $0, as: UTF8.self) }
    }

    /// The values of an attribute as they came.
    public func octets(of attribute: String) -> [[UInt8]] {
        attributes[attribute.lowercased()] ?? []
    }
}

/// What to look for, and how much of it to take.
public struct LDAPSearch: Sendable, Hashable {
    /// How far below the base to look (RFC 4511 §4.5.1.2).
    public enum Scope: Sendable, Hashable, CaseIterable {
        /// The base entry alone.
        case base
        /// The base and everything below it.
        case subtree
    }

    /// The name to start from.
    public var base: String
    /// How far below it to look.
    public var scope: Scope
    /// The filter, its values already escaped (``LDAPFilter/escaped(_:)``).
    public var filter: String
    /// The attributes to bring along; none brings the name alone.
    public var attributes: [String]
    /// The most entries to take; what is over leaves ``LDAPSearchResult/isTruncated`` true.
    public var entriesMax: Int
    /// Entries a page (RFC 2696), for searches past a server's own limit; nil asks for no pages.
    public var pageEntries: Int?

    /// A search of the whole subtree unless it says otherwise.
    public init(
        base: String,
        scope: Scope = .subtree,
        filter: String,
        attributes: [String] = [],
        entriesMax: Int = 1_000,
        pageEntries: Int? = nil
    ) {
        self.base = base
        self.scope = scope
        self.filter = filter
        self.attributes = attributes
        self.entriesMax = entriesMax
        self.pageEntries = pageEntries
    }
}

/// Another server that may know more (RFC 4511 §4.1.10).
public struct LDAPReferral: Sendable, Hashable {
    /// The server.
    public var url: LDAPURL
    /// The name to search from there; nil for the same as here.
    public var base: String?

    /// Names both members.
    public init(url: LDAPURL, base: String?) {
        self.url = url
        self.base = base
    }
}

/// What a search found.
public struct LDAPSearchResult: Sendable, Hashable {
    /// The entries, in the order they came.
    public var entries: [LDAPEntry]
    /// True when there is more that was not taken, or that the server would not give.
    public var isTruncated: Bool
    /// Where the server says that more may be found; nobody was asked there.
    public var referrals: [LDAPReferral] = []
}
