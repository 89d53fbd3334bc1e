/// Makes ``PostingLists`` of what was counted.
struct PostingPacker {
    /// The list of each term, by the term's number.
    private(set) var listOfTerm: [Int32]
    /// In how many articles the terms of each list are.
    private(set) var spread: [Int32] = []
    /// The postings of all lists, back to back.
    private var octets: [UInt8] = []
    private var ends: [Int] = []
    private var postingsCounts: [Int32] = []
    /// The list that is in each place of a table at most half full; -1 where there is none.
    private var places = [Int32](repeating: -1, count: 1024)

    /// How many different lists there are.
    var count: Int { ends.count }

    /// Packs the postings of all terms.
    init(_ builder: ShelfBuilder) {
        listOfTerm = [Int32](repeating: 0, count: builder.termsCount)
        let sorted = SortedEntries(builder)
        var list: [UInt8] = []
        for term in 0..<builder.termsCount {
            list.removeAll(keepingCapacity: true)
            let entries = sorted.range(of: term)
            sorted.write(entries, to: &list)
            listOfTerm[term] = add(list, entries.count, spread: builder.spread[term])
        }
    }

    /// The number of a list; equal ones have the same.
    private mutating func add(_ list: [UInt8], _ postingsCount: Int, spread: Int32) -> Int32 {
        if (count + 1) * 2 > places.count { grow() }
        let place = self.place(of: list[...])
        if places[place] >= 0 { return places[place] }
        places[place] = Int32(count)
        octets += list
        ends.append(octets.count)
        postingsCounts.append(Int32(postingsCount))
        self.spread.append(spread)
        return Int32(count - 1)
    }

    private func place(of list: ArraySlice<UInt8>) -> Int {
        var place = Int(truncatingIfNeeded: Fingerprint.word(list)) & (places.count - 1)
        while places[place] >= 0, octets[range(Int(places[place]))] != list {
            place = (place + 1) & (places.count - 1)
        }
        return place
    }

    private mutating func grow() {
        places = [Int32](repeating: -1, count: places.count * 2)
        for list in 0..<count { places[place(of: octets[range(list)])] = Int32(list) }
    }

    private func range(_ list: Int) -> Range<Int> {
        (list == 0 ? 0 : ends[list - 1])..<ends[list]
    }

    /// The lists with the classifier's rows in them, and where each starts.
    func packed(with classifier: Classifier?) -> (lists: PostingLists, starts: [UInt32]) {
        var packed: [UInt8] = []
        packed.reserveCapacity(octets.count + count * Self.headOctets)
        var starts: [UInt32] = []
        starts.reserveCapacity(count)
        for list in 0..<count {
            precondition(packed.count <= UInt32.max, "the lists of a shelf are below 4 GiB")
            starts.append(UInt32(packed.count))
            let row = classifier?.row(ofList: list) ?? []
            packed.append(number: Int(spread[list]) << 1 | (row.isEmpty ? 0 : 1))
            packed.append(number: Int(postingsCounts[list]))
            packed += row
            packed += octets[range(list)]
        }
        // Copied, for an array that grew may have twice the room that it needs.
        return (packed.withUnsafeBufferPointer { PostingLists(octets: Array($0)) }, starts)
    }

    private static let headOctets = 2
}

/// What was counted, by term instead of by part.
private struct SortedEntries {
    private let starts: [Int]
    private(set) var parts: [Int32]
    private(set) var counts: [UInt8]

    init(_ builder: ShelfBuilder) {
        var starts = [Int](repeating: 0, count: builder.termsCount + 1)
        for term in builder.terms { starts[Int(term) + 1] += 1 }
        for term in 0..<builder.termsCount { starts[term + 1] += starts[term] }
        var next = starts
        parts = [Int32](repeating: 0, count: builder.terms.count)
        counts = [UInt8](repeating: 0, count: builder.terms.count)
        for (number, part) in builder.parts.enumerated() {
            for entry in part.entries {
                let term = Int(builder.terms[entry])
                parts[next[term]] = Int32(number)
                counts[next[term]] = builder.counts[entry]
                next[term] += 1
            }
        }
        self.starts = starts
    }

    /// Where the postings of `term` lie, in the order of their parts.
    func range(of term: Int) -> Range<Int> { starts[term]..<starts[term + 1] }

    /// Writes postings as ``PostingReader`` reads them.
    func write(_ entries: Range<Int>, to list: inout [UInt8]) {
        var before: Int32 = 0
        guard entries.count >= PostingBlocks.listMin else {
            return write(entries, after: &before, to: &list)
        }
        var block: [UInt8] = []
        for start in stride(
            from: entries.lowerBound,
            to: entries.upperBound,
            by: PostingBlocks.count
        ) {
            let first = before
            block.removeAll(keepingCapacity: true)
            let end = min(entries.upperBound, start + PostingBlocks.count)
            write(start..<end, after: &before, to: &block)
            list.append(number: Int(before - first))
            list.append(number: block.count)
            list += block
        }
    }

    private func write(_ entries: Range<Int>, after before: inout Int32, to list: inout [UInt8]) {
        for entry in entries {
            let times = Int(counts[entry])
            list.append(number: Int(parts[entry] - before) << 1 | (times == 1 ? 0 : 1))
            if times > 1 { list.append(number: times) }
            before = parts[entry]
        }
    }
}
