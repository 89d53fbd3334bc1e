/// How much is measured, and for how long.
struct Scale: Sendable {
    /// The store that a young desk has.
    var ticketsFew: Int
    /// The store that a desk has after years.
    var ticketsMany: Int
    /// How long one load goes on.
    var load: Duration
    /// Most mails of one load.
    var mailsMax: Int
    /// Questions matched over each knowledge base.
    var questions: Int
    /// How often the daemon is started on each store.
    var starts: Int

    static let full = Self(
        ticketsFew: 1_000,
        ticketsMany: 100_000,
        load: .seconds(5),
        mailsMax: 200_000,
        questions: 20_000,
        starts: 10
    )

    static let short = Self(
        ticketsFew: 1_000,
        ticketsMany: 10_000,
        load: .milliseconds(1_500),
        mailsMax: 50_000,
        questions: 2_000,
        starts: 3
    )
}
