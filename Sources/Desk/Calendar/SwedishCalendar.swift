/// Which days are holidays in Sweden, computed for any year.
///
/// Holidays are those of lagen (1989:253) om allmänna helgdagar, with Sundays left to the week;
/// national day is one since 2005, Whit Monday was one until 2004. The eves on which offices stay
/// closed are no holidays in law, but law treats them alike (semesterlagen 3 a §).
public enum SwedishCalendar {
    /// A day on which offices are closed, or close early.
    public enum Occasion: String, Sendable, Hashable, CaseIterable {
        case newYearsDay
        case epiphany
        case goodFriday
        case easterSunday
        case easterMonday
        case mayDay
        case ascensionDay
        case whitSunday
        case whitMonday
        case nationalDay
        case midsummerEve
        case midsummerDay
        case allSaintsDay
        case christmasEve
        case christmasDay
        case boxingDay
        case newYearsEve

        case twelfthNight
        case maundyThursday
        case walpurgisNight
        case ascensionEve
        case allSaintsEve
        case dayBeforeChristmasEve

        /// True when offices close early instead of staying closed.
        public var isHalfDay: Bool {
            switch self {
            case .twelfthNight, .maundyThursday, .walpurgisNight, .ascensionEve, .allSaintsEve,
                .dayBeforeChristmasEve:
                true
            case .newYearsDay, .epiphany, .goodFriday, .easterSunday, .easterMonday, .mayDay,
                .ascensionDay, .whitSunday, .whitMonday, .nationalDay, .midsummerEve,
                .midsummerDay, .allSaintsDay, .christmasEve, .christmasDay, .boxingDay,
                .newYearsEve:
                false
            }
        }
    }

    /// What the day is; nil for an ordinary day.
    ///
    /// A closed day goes before a half-day, as when 30 April is no eve because Ascension Day
    /// falls on it.
    public static func occasion(on day: CivilDay) -> Occasion? {
        fixedHoliday(on: day) ?? easterHoliday(on: day) ?? saturdayHoliday(on: day)
            ?? halfDay(on: day)
    }

    private static func fixedHoliday(on day: CivilDay) -> Occasion? {
        switch (day.month, day.day) {
        case (1, 1): .newYearsDay
        case (1, 6): .epiphany
        case (5, 1): .mayDay
        case (6, 6) where day.year >= 2005: .nationalDay
        case (12, 24): .christmasEve
        case (12, 25): .christmasDay
        case (12, 26): .boxingDay
        case (12, 31): .newYearsEve
        default: nil
        }
    }

    private static func easterHoliday(on day: CivilDay) -> Occasion? {
        switch day.number - easter(in: day.year).number {
        case -2: .goodFriday
        case 0: .easterSunday
        case 1: .easterMonday
        case 39: .ascensionDay
        case 49: .whitSunday
        case 50 where day.year <= 2004: .whitMonday
        default: nil
        }
    }

    /// Midsummer and All Saints' move to the Saturday of a fixed week.
    private static func saturdayHoliday(on day: CivilDay) -> Occasion? {
        switch (day.month, day.day, day.weekday) {
        case (6, 19...25, .friday): .midsummerEve
        case (6, 20...26, .saturday): .midsummerDay
        case (10, 31, .saturday), (11, 1...6, .saturday): .allSaintsDay
        default: nil
        }
    }

    private static func halfDay(on day: CivilDay) -> Occasion? {
        switch (day.month, day.day, day.weekday) {
        case (1, 5, _): return .twelfthNight
        case (4, 30, _): return .walpurgisNight
        case (12, 23, _): return .dayBeforeChristmasEve
        case (10, 30...31, .friday), (11, 1...5, .friday): return .allSaintsEve
        default: break
        }
        return switch day.number - easter(in: day.year).number {
        case -3: .maundyThursday
        case 38: .ascensionEve
        default: nil
        }
    }

    /// Easter Sunday of the Gregorian calendar.
    ///
    /// The church's own reckoning: the Sunday after the full moon by the golden number and the
    /// epact, with the two corrections that keep it within its nineteen years.
    static func easter(in year: Int) -> CivilDay {
        let goldenNumber = year % 19 + 1
        let century = year / 100 + 1
        let leapYearsLeftOut = 3 * century / 4 - 12
        let moonCorrection = (8 * century + 5) / 25 - 5
        var epact = (11 * goldenNumber + 20 + moonCorrection - leapYearsLeftOut) % 30
        if epact < 0 { epact += 30 }
        if epact == 24 || (epact == 25 && goldenNumber > 11) { epact += 1 }
        var fullMoon = 44 - epact
        if fullMoon < 21 { fullMoon += 30 }
        guard let march = CivilDay(year: year, month: 3, day: 1) else {
            preconditionFailure("every year has a first of March")
        }
        let moon = march + (fullMoon - 1)
        // The Sunday after it, never that day itself.
        return moon + (7 - (moon.weekday.rawValue + 1) % 7)
    }
}
