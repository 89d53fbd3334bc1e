/// Numbers that were met, as ranges: those of a chain come nearly in order, so that millions of
/// them take hardly any room.
struct NumberRanges {
    /// Sorted, and none touches the next.
    private(set) var ranges: [ClosedRange<Int64>] = []

    /// Adds a number; false when it was there already.
    mutating func insert(_ number: Int64) -> Bool {
        let place = place(of: number)
        if place > 0, ranges[place - 1].contains(number) { return false }
        let joinsBefore = place > 0 && ranges[place - 1].upperBound == number - 1
        let joinsAfter = place < ranges.count && ranges[place].lowerBound == number + 1
        switch (joinsBefore, joinsAfter) {
        case (true, true):
            ranges[place - 1] = ranges[place - 1].lowerBound...ranges[place].upperBound
            ranges.remove(at: place)
        case (true, false):
            ranges[place - 1] = ranges[place - 1].lowerBound...number
        case (false, true):
            ranges[place] = number...ranges[place].upperBound
        case (false, false):
            ranges.insert(number...number, at: place)
        }
        return true
    }

    func contains(_ number: Int64) -> Bool {
        let place = place(of: number)
        return place > 0 && ranges[place - 1].contains(number)
    }

    /// How many ranges begin at a number or below it.
    private func place(of number: Int64) -> Int {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].lowerBound <= number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
