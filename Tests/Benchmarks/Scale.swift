/// How much is measured, and for how long.
struct Scale: Sendable {
    /// Tickets in the stores that are read: a young desk's first, a country's last.
    var tickets: [Int]
    /// How long one load goes on.
    var load: Duration
    /// Most mails of one load.
    var mailsMax: Int
    /// Mails in the store whose size is said, or more.
    var mailsKept: Int
    /// Questions matched over each knowledge base.
    var questions: Int
    /// How often each kind of reading is done.
    var reads: Int
    /// How often the daemon is started on each store.
    var starts: Int
    /// Log-ins altogether.
    var signIns: Int
    /// Calls altogether, and how many begin in a second.
    var calls: [(count: Int, rate: Int)]

    static let full = Self(
        tickets: [1_000, 100_000, 1_000_000],
        load: .seconds(5),
        mailsMax: 200_000,
        mailsKept: 10_000,
        questions: 20_000,
        reads: 200,
        starts: 10,
        signIns: 10_000,
        calls: [(200, 40), (200, 200), (2_000, 200)]
    )

    static let short = Self(
        tickets: [1_000, 10_000],
        load: .milliseconds(1_500),
        mailsMax: 50_000,
        mailsKept: 0,
        questions: 2_000,
        reads: 50,
        starts: 3,
        signIns: 1_000,
        calls: [(200, 40), (200, 200)]
    )
}
