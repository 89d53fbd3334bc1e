/// One of the places at which a peer takes requests, and when it is its turn.
public struct SIPServer: Sendable, Hashable {
    /// Where.
    public var hop: SIPHop
    /// The least is asked first; the next when none of it answers.
    public var rank: Int
    /// Among those of one rank, its share of the requests (RFC 2782).
    public var weight: UInt16

    /// Names every member.
    public init(_ hop: SIPHop, rank: Int = 0, weight: UInt16 = 0) {
        self.hop = hop
        self.rank = rank
        self.weight = weight
    }
}

extension [SIPServer] {
    /// The hops in the order in which one request tries them; `random` gives a number from nothing up
    /// to what it is given, with it, evenly.
    func ordered(by random: (Int) -> Int) -> [SIPHop] {
        let ranks = Dictionary(grouping: self, by: \.rank).sorted { $0.key < $1.key }
        return ranks.flatMap { _, servers in
            // Those without a weight have their small chance by standing first (RFC 2782).
            var left = servers.filter { $0.weight == 0 } + servers.filter { $0.weight > 0 }
            var hops: [SIPHop] = []
            while left.count > 1 {
                let chosen = random(left.reduce(0) { $0 + Int($1.weight) })
                var sum = 0
                let place = left.firstIndex { server in
                    sum += Int(server.weight)
                    return sum >= chosen
                }
                hops.append(left.remove(at: place ?? 0).hop)
            }
            return hops + left.map(\.hop)
        }
    }
}
