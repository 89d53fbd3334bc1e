/// The kinds of records that are asked for, by their numbers (RFC 1035 §3.2.2, RFC 3596, RFC 2782,
/// RFC 3403).
public enum DNSRecordKind: UInt16, Sendable, Hashable, CaseIterable {
    case a = 1
    case aaaa = 28
    case srv = 33
    case naptr = 35
}

/// What a record says.
public enum DNSRecord: Sendable, Hashable {
    /// Where a service is (RFC 2782).
    public struct Service: Sendable, Hashable {
        /// The least is asked first.
        public var priority: UInt16
        /// Among those of one priority, its share.
        public var weight: UInt16
        /// 1...65535.
        public var port: UInt16
        /// A name; `.` where the service decidedly is not.
        public var target: String

        /// Names every member.
        public init(priority: UInt16, weight: UInt16, port: UInt16, target: String) {
            self.priority = priority
            self.weight = weight
            self.port = port
            self.target = target
        }
    }

    /// How a service is found (RFC 3403 §4.1).
    public struct Pointer: Sendable, Hashable {
        /// The least counts.
        public var order: UInt16
        /// Among those of one order, the least is tried first.
        public var preference: UInt16
        /// `s` where ``replacement`` has SRV records.
        public var flags: String
        /// For example `SIP+D2U`.
        public var service: String
        /// The name to ask for next.
        public var replacement: String

        /// Names every member.
        public init(
            order: UInt16,
            preference: UInt16,
            flags: String,
            service: String,
            replacement: String
        ) {
            self.order = order
            self.preference = preference
            self.flags = flags
            self.service = service
            self.replacement = replacement
        }
    }

    /// An IPv4 or IPv6 address as text.
    case address(String)
    case service(Service)
    case pointer(Pointer)
}

/// The records of one kind and name, and how long they may be remembered.
public struct DNSAnswer: Sendable, Hashable {
    /// In the order that the server gave them.
    public var records: [DNSRecord]
    /// The least of all that led here.
    public var timeToLive: Duration

    /// Names both.
    public init(records: [DNSRecord], timeToLive: Duration) {
        self.records = records
        self.timeToLive = timeToLive
    }
}

/// Why there is no answer.
public enum DNSFailure: Error, Sendable, Hashable {
    /// No such name, or none of that kind.
    case notThere
    /// No server answered, or none that knows; a later question may be answered.
    case unavailable
}
