import LDAPClient

/// Entries of a directory that are read for something else than log-ins.
public struct DirectoryListing: Sendable, Hashable {
    /// Where to look, with everything below it.
    public var base: String
    /// Which entries.
    public var filter: String
    /// What to read of each.
    public var attributes: [String]
    /// One more is an error: half a list would look like a whole one.
    public var entriesMax: Int

    /// Names every member.
    public init(base: String, filter: String, attributes: [String], entriesMax: Int) {
        self.base = base
        self.filter = filter
        self.attributes = attributes
        self.entriesMax = entriesMax
    }
}

/// Why a directory could not be listed, in words for an operator.
public struct DirectoryListingFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The words.
    public var description: String
}

extension LDAPStaffDirectory {
    /// Reads entries with the service account, from the first server that answers.
    ///
    /// - Returns: each entry's name, and its texts by attribute in lower case.
    /// - Throws: ``DirectoryListingFailure`` when no server gives the whole list.
    public func list(
        _ listing: DirectoryListing
    ) async throws(DirectoryListingFailure) -> [(name: String, values: [String: [String]])] {
        var causes: [String] = []
        for (index, url) in plan.urls.enumerated() {
            let answer = await threads.run { () -> Result<LDAPSearchResult, LDAPError> in
                let lookup = self.lookup(at: index)
                return Result { () throws(LDAPError) in try lookup.list(listing) }
            }
            switch answer {
            case nil: causes.append("too much at once, or shutting down")
            case .failure(let error)?: causes.append(error.words(of: url))
            case .success(let found)? where found.isTruncated:
                causes.append("\(url) has more than \(listing.entriesMax) such entries")
            case .success(let found)?:
                return found.entries.map { entry in
                    let values = listing.attributes.map { ($0.lowercased(), entry.values(of: $0)) }
                    return (entry.name, Dictionary(values) { first, _ in first })
                }
            }
        }
        throw DirectoryListingFailure(description: causes.joined(separator: "; "))
    }
}
