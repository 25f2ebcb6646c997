//! The numbers of a spec of Kiro: what has one, and every place in the files of the spec that names it.

mod insert;
mod renumber;
mod standing;
mod wanted;

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};
use text_size::TextRange;

use super::{DocPath, Document, Edit, Snapshot, index::SpecFolder};
use crate::model::kiro::{
    CriterionNumber, KiroMeaning,
    mention::{Numbered, mentions},
    requirements::{KiroCriterion, KiroRequirement, KiroRequirements},
    tasks::{KiroTask, KiroTasks},
};

/// Something that has a number in a spec, with the folder of the spec relative to `.kiro/specs/`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KiroName {
    Requirement {
        spec: String,
        number: u32,
    },
    Criterion {
        spec: String,
        requirement: u32,
        /// Its place in its requirement, from 1; of one that is not there the number by which it is called.
        position: u32,
    },
    Task {
        spec: String,
        /// Such as `2.1`.
        number: String,
    },
    Property {
        spec: String,
        number: u32,
    },
}

impl KiroName {
    pub fn spec(&self) -> &str {
        match self {
            KiroName::Requirement { spec, .. }
            | KiroName::Criterion { spec, .. }
            | KiroName::Task { spec, .. }
            | KiroName::Property { spec, .. } => spec,
        }
    }
}

/// A number in a file of a spec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberPlace {
    pub name: KiroName,
    /// The number as written.
    pub range: TextRange,
    /// The words in which a cursor means it.
    pub reach: TextRange,
    pub declares: bool,
    /// Whether the spec has what is named.
    pub is_known: bool,
    /// The number of a criterion as written.
    pub criterion: Option<u32>,
    /// Whether no number is written: the range is then the text of a bulleted criterion.
    pub is_bulleted: bool,
}

impl NumberPlace {
    /// The number of the requirement or criterion that is written.
    pub fn number(&self) -> Option<CriterionNumber> {
        match self.name {
            KiroName::Requirement { number, .. } => Some(CriterionNumber::of_requirement(number)),
            KiroName::Criterion { requirement, .. } => Some(CriterionNumber { requirement, criterion: self.criterion }),
            KiroName::Task { .. } | KiroName::Property { .. } => None,
        }
    }
}

/// The numbers of one spec.
pub struct SpecNumbers<'a> {
    spec: &'a str,
    requirements: Vec<(&'a Document, &'a KiroRequirements)>,
    tasks: Option<(&'a Document, &'a KiroTasks)>,
    /// The positions of criteria, by requirement and number as written.
    written: FxHashMap<(u32, u32), u32>,
    /// The criteria by requirement and position.
    positions: FxHashMap<(u32, u32), (&'a Document, &'a KiroCriterion)>,
    /// The first requirement of each number; `None` for one of which there are only clauses.
    known_requirements: FxHashMap<u32, Option<(&'a Document, &'a KiroRequirement)>>,
    known_tasks: FxHashSet<&'a str>,
    known_properties: FxHashSet<u32>,
}

impl SpecFolder {
    /// The files that list requirements.
    pub fn requirement_files(&self) -> impl Iterator<Item = &DocPath> {
        self.requirements.iter().chain(&self.bugfix)
    }
}

impl<'a> SpecNumbers<'a> {
    /// Reads the files of a spec.
    pub fn of(snapshot: &'a Snapshot, spec: &'a str) -> Option<Self> {
        let index = snapshot.index();
        let folder = index.kiro.specs.get(spec)?;
        let meaning = |path: &DocPath| {
            let document = &**snapshot.document(path)?;
            Some((document, document.facts().meaning.kiro()?))
        };
        let requirements = folder.requirement_files().filter_map(|path| match meaning(path)? {
            (document, KiroMeaning::Requirements(read)) => Some((document, read)),
            _ => None,
        });
        let requirements: Vec<_> = requirements.collect();
        let tasks = folder.tasks.as_ref().and_then(|path| match meaning(path)? {
            (document, KiroMeaning::Tasks(read)) => Some((document, read)),
            _ => None,
        });
        let design = folder.design.as_ref().and_then(|path| match meaning(path)?.1 {
            KiroMeaning::Design(read) => Some(read),
            _ => None,
        });
        let mut numbers = SpecNumbers {
            spec,
            tasks,
            written: FxHashMap::default(),
            positions: FxHashMap::default(),
            known_requirements: FxHashMap::default(),
            known_tasks: tasks
                .into_iter()
                .flat_map(|(_, read)| &read.tasks)
                .filter_map(|it| it.number.as_deref())
                .collect(),
            known_properties: design.into_iter().flat_map(|read| &read.properties).map(|it| it.number).collect(),
            requirements,
        };
        for (document, read) in &numbers.requirements {
            for it in &read.requirements {
                numbers.known_requirements.entry(it.number).or_insert(Some((*document, it)));
            }
            for it in &read.criteria {
                numbers.known_requirements.entry(it.requirement).or_insert(None);
                numbers.positions.entry((it.requirement, it.position)).or_insert((*document, it));
                numbers.written.entry((it.requirement, it.number)).or_insert(it.position);
            }
        }
        Some(numbers)
    }

    /// The requirement of a number, and its document.
    pub fn requirement(&self, number: u32) -> Option<(&'a Document, &'a KiroRequirement)> {
        *self.known_requirements.get(&number)?
    }

    /// The criterion at a position of a requirement, and its document.
    pub fn criterion(&self, requirement: u32, position: u32) -> Option<(&'a Document, &'a KiroCriterion)> {
        self.positions.get(&(requirement, position)).copied()
    }

    /// The words of a criterion, or the title of a requirement; `None` for one that the spec does not have.
    pub fn words(&self, number: CriterionNumber) -> Option<String> {
        match self.name(number) {
            KiroName::Criterion { requirement, position, .. } => {
                let (document, it) = self.criterion(requirement, position)?;
                Some(it.words(document.text()))
            }
            _ => {
                let (document, it) = self.requirement(number.requirement)?;
                Some(document.text()[it.title].to_owned())
            }
        }
    }

    /// The requirements in the order of the files.
    pub fn requirements(&self) -> impl Iterator<Item = &'a KiroRequirement> {
        self.requirements.iter().flat_map(|(_, read)| &read.requirements)
    }

    /// The criteria in the order of the files, each with its document.
    pub fn criteria(&self) -> impl Iterator<Item = (&'a Document, &'a KiroCriterion)> {
        self.requirements.iter().flat_map(|(document, read)| read.criteria.iter().map(|it| (*document, it)))
    }

    /// The document of tasks and what it says.
    pub fn tasks(&self) -> Option<(&'a Document, &'a KiroTasks)> {
        self.tasks
    }

    /// The tasks that refer to a requirement or one of its criteria, or to one criterion alone, in source order.
    pub fn tasks_for(&self, name: &KiroName) -> Vec<&'a KiroTask> {
        let Some((_, read)) = self.tasks else { return Vec::new() };
        let fits = |number: CriterionNumber, through: Option<CriterionNumber>| match name {
            KiroName::Requirement { number: wanted, .. } => {
                (number.requirement..=through.map_or(number.requirement, |end| end.requirement)).contains(wanted)
            }
            KiroName::Criterion { requirement, position, .. } => {
                let at = |number: CriterionNumber| self.position(number);
                let is_range = through.is_some_and(|end| {
                    end.requirement == *requirement
                        && number.requirement == *requirement
                        && at(number) <= Some(*position)
                        && Some(*position) <= at(end)
                });
                is_range || number.requirement == *requirement && at(number).is_none_or(|at| at == *position)
            }
            KiroName::Task { .. } | KiroName::Property { .. } => false,
        };
        let mut found: Vec<usize> = { read.references.iter() }
            .filter_map(|(reference, task)| (*task).filter(|_| fits(reference.number, reference.through)))
            .collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().filter_map(|at| read.tasks.get(at)).collect()
    }

    /// The tasks that refer to each requirement or one of its criteria, in source order.
    pub fn tasks_by_requirement(&self) -> FxHashMap<u32, Vec<&'a KiroTask>> {
        /// The requirements of one range; no spec has more.
        const MOST_IN_RANGE: usize = 200;
        let mut found: FxHashMap<u32, BTreeSet<usize>> = FxHashMap::default();
        let Some((_, read)) = self.tasks else { return FxHashMap::default() };
        for (reference, task) in &read.references {
            let Some(task) = task else { continue };
            let first = reference.number.requirement;
            let last = reference.through.map_or(first, |end| end.requirement);
            for requirement in (first..=last).take(MOST_IN_RANGE) {
                found.entry(requirement).or_default().insert(*task);
            }
        }
        let tasks = |at: BTreeSet<usize>| at.into_iter().filter_map(|at| read.tasks.get(at)).collect();
        found.into_iter().map(|(requirement, at)| (requirement, tasks(at))).collect()
    }

    /// The position of the criterion that a number means; the number itself where there is none.
    fn position(&self, number: CriterionNumber) -> Option<u32> {
        let criterion = number.criterion?;
        Some(self.written.get(&(number.requirement, criterion)).copied().unwrap_or(criterion))
    }

    /// The number by which references mean a criterion.
    pub fn called(&self, it: &KiroCriterion) -> CriterionNumber {
        let is_first = self.written.get(&(it.requirement, it.number)) == Some(&it.position);
        CriterionNumber::of_criterion(it.requirement, if is_first { it.number } else { it.position })
    }

    /// What the number of a requirement or criterion means.
    pub fn name(&self, number: CriterionNumber) -> KiroName {
        let (spec, requirement) = (self.spec.to_owned(), number.requirement);
        match self.position(number) {
            Some(position) => KiroName::Criterion { spec, requirement, position },
            None => KiroName::Requirement { spec, number: requirement },
        }
    }

    /// Every number in a document of the spec.
    pub fn places(&self, document: &Document) -> Vec<NumberPlace> {
        let mut places = match document.facts().meaning.kiro() {
            Some(KiroMeaning::Requirements(read)) => self.declared(document, read),
            Some(KiroMeaning::Tasks(read)) => self.in_tasks(read),
            Some(KiroMeaning::Design(read)) => {
                let property = |it: &crate::model::kiro::design::KiroProperty| NumberPlace {
                    declares: true,
                    reach: it.range,
                    ..self.place(Numbered::Property(it.number), it.number_range)
                };
                let references =
                    read.references.iter().map(|it| self.place(Numbered::Requirement(it.number), it.range));
                read.properties.iter().map(property).chain(references).collect()
            }
            Some(KiroMeaning::Prose) => Vec::new(),
            _ => return Vec::new(),
        };
        let taken: FxHashSet<TextRange> = places.iter().map(|it| it.range).collect();
        let prose = mentions(document.text()).into_iter().filter(|it| !taken.contains(&it.range));
        places.extend(prose.map(|it| self.place(it.of, it.range)));
        places
    }

    fn declared(&self, document: &Document, read: &KiroRequirements) -> Vec<NumberPlace> {
        let requirements = read.requirements.iter().map(|it| {
            let number = Numbered::Requirement(CriterionNumber::of_requirement(it.number));
            NumberPlace { declares: true, reach: it.range, ..self.place(number, it.number_range) }
        });
        let criteria = read.criteria.iter().map(|it| NumberPlace {
            name: KiroName::Criterion {
                spec: self.spec.to_owned(),
                requirement: it.requirement,
                position: it.position,
            },
            range: if it.is_bulleted() { it.text } else { it.number_range },
            reach: it.number_range.cover(it.text),
            declares: true,
            is_known: true,
            criterion: Some(it.number),
            is_bulleted: it.is_bulleted(),
        });
        let of_clauses = read.criteria.iter().filter_map(|it| {
            let number = CriterionNumber::of_requirement(it.requirement);
            Some(self.place(Numbered::Requirement(number), it.requirement_range(document.text())?))
        });
        requirements.chain(criteria).chain(of_clauses).collect()
    }

    fn in_tasks(&self, read: &KiroTasks) -> Vec<NumberPlace> {
        let tasks = read.tasks.iter().filter_map(|it| {
            let place = self.place(Numbered::Task(it.number.clone()?), it.number_range);
            Some(NumberPlace { declares: true, reach: it.range, ..place })
        });
        let requirements = read.references.iter().map(|(it, _)| self.place(Numbered::Requirement(it.number), it.range));
        let depends = read.depends.iter().map(|(it, _)| self.place(Numbered::Task(it.number.clone()), it.range));
        tasks.chain(requirements).chain(depends).collect()
    }

    fn place(&self, of: Numbered, range: TextRange) -> NumberPlace {
        let spec = || self.spec.to_owned();
        let (name, is_known, criterion) = match of {
            Numbered::Requirement(number) => {
                let name = self.name(number);
                let is_known = match name {
                    KiroName::Criterion { requirement, position, .. } => {
                        self.positions.contains_key(&(requirement, position))
                    }
                    _ => self.known_requirements.contains_key(&number.requirement),
                };
                (name, is_known, number.criterion)
            }
            Numbered::Property(number) => {
                (KiroName::Property { spec: spec(), number }, self.known_properties.contains(&number), None)
            }
            Numbered::Task(number) => {
                let is_known = self.known_tasks.contains(&*number);
                (KiroName::Task { spec: spec(), number }, is_known, None)
            }
        };
        NumberPlace { name, range, reach: range, declares: false, is_known, criterion, is_bulleted: false }
    }

    /// The edits that write other numbers, in all files of the spec; `new` gives what is written in place of a number.
    pub fn edits(&self, snapshot: &Snapshot, new: impl Fn(&NumberPlace, &str) -> Option<String>) -> Vec<Edit> {
        let mut edits = Vec::new();
        for document in self.documents(snapshot) {
            for place in self.places(document).into_iter().filter(|place| !place.is_bulleted) {
                let written = &document.text()[place.range];
                if let Some(text) = new(&place, written).filter(|text| text != written) {
                    edits.push(Edit::replace(&document.path, place.range, text));
                }
            }
        }
        edits
    }

    /// The requirements and criteria that the files of the spec refer to.
    pub fn references(&self, snapshot: &Snapshot) -> impl Iterator<Item = CriterionNumber> {
        let places = self.documents(snapshot).flat_map(|document| self.places(document));
        places.filter(|place| !place.declares).filter_map(|place| place.number())
    }

    /// The documents of the spec, its notes included.
    fn documents<'s>(&self, snapshot: &'s Snapshot) -> impl Iterator<Item = &'s Document> {
        let documents = snapshot.documents().into_iter().map(|document| &**document);
        documents.filter(|document| document.kiro().and_then(|place| place.spec) == Some(self.spec))
    }
}
