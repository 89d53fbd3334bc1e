/// What a city measures itself by.
///
/// - Configuration keys:
///   - `reports.fcr-goal-percent` (int, percent, default 70, 1…100): solved at first contact.
///   - `reports.volume-goal-percent` (int, percent, default 30, 1…99): fewer contacts than before.
///   - `reports.mail-goal-percent` (int, percent, default 80, 1…100): mails answered within one
///     working day, of those answered and those that nobody has answered by then, which Swedish cities are
///     compared on (KKiK).
///   - `reports.base-mails-per-year`, `reports.base-calls-per-year` (int, default 0, 0…100 000 000):
///     what the volume by channel, and in all by day, week and month, is compared with where nobody
///     names days to compare with; 0 compares with what was counted a year (364 days) before.
///   - `reports.cost-per-month` (int, default 0, 0…1 000 000 000): what the desk costs, in whole units of
///     `reports.currency` (string, default `SEK`); 0 says no cost.
///   - `reports.boards` (list of strings `QUEUE: BOARD`, default none): whose queue it is; a queue that
///     is not named is its own.
///   - `reports.small-group-min` (int, default 5, 1…100): figures of confidential queues, and grades,
///     are left out where they are about fewer.
public struct ReportSettings: Sendable, Equatable {
    /// A share, 0…1.
    public var fcrGoal = 0.7
    /// A share, 0…1.
    public var volumeGoal = 0.3
    /// A share, 0…1.
    public var mailGoal = 0.8
    /// 0 for what was counted a year before.
    public var baseMailsPerYear = 0
    /// 0 for what was counted a year before.
    public var baseCallsPerYear = 0
    /// In whole units of ``currency``; 0 for unknown.
    public var costPerMonth = 0
    /// ISO 4217.
    public var currency = "SEK"
    /// By the queue.
    public var boards: [String: String] = [:]
    /// Fewer than this are too few to tell of.
    public var smallGroupMin = 5

    /// The defaults.
    public init() {}

    /// Whose queue it is.
    func board(of queue: String) -> String { boards[queue] ?? queue }

    /// The longest span of a report, in days: three years and leap days.
    public static let daysMax = 1_100
    /// The longest span that is told apart by day.
    public static let rowsMax = 400
}
