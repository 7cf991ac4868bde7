//! One tree for every syntax: what a file says, each word with its place.
//!
//! The tree holds spans only, in one flat list: deep nesting cannot exhaust the stack, and a number
//! stays as it was written until someone reads it exactly.

use super::diagnostic::{Place, Problems};
use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The most values that a file may hold, tables and lists included.
pub(super) const MAX_VALUES: usize = 400_000;

/// The deepest that tables and lists may stand in each other.
pub(super) const MAX_DEPTH: usize = 32;

/// Bytes of a text, from `start` up to `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub start: u32,
    pub end: u32,
}

/// What kind of thing a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Table,
    List,
    Text,
    Number,
    Boolean,
    Date,
    Nothing,
}

impl Shape {
    /// The kind in words, with its article.
    pub fn described(self) -> &'static str {
        match self {
            Shape::Table => "a table",
            Shape::List => "a list",
            Shape::Text => "a text",
            Shape::Number => "a number",
            Shape::Boolean => "true or false",
            Shape::Date => "a date",
            Shape::Nothing => "null",
        }
    }
}

const NONE: u32 = u32::MAX;

#[derive(Clone, Copy)]
struct Node {
    key: Span,
    value: Span,
    first_child: u32,
    last_child: u32,
    next: u32,
    shape: Shape,
    growth: Growth,
}

/// How a table or list may still grow; TOML alone distinguishes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Growth {
    /// Complete where it was written.
    Closed,
    /// Came to be as the parent of a table with a header; its own header may follow.
    Implied,
    /// Has had its header.
    Headed,
    /// Came to be by keys with dots.
    Dotted,
    /// A list of tables with a header each.
    Listed,
}

/// Turns the raw characters of a key or text into what they mean. The reader of the syntax has
/// seen them before and reported what is wrong with them.
pub(super) type Decode = for<'s> fn(&'s str) -> Cow<'s, str>;

/// How keys and texts of a syntax are written.
#[derive(Clone, Copy)]
pub(super) struct Spelling {
    pub key: Decode,
    pub text: Decode,
}

/// What a file says.
pub(super) struct Tree<'s> {
    source: u32,
    text: &'s str,
    spelling: Spelling,
    nodes: Vec<Node>,
}

impl<'s> Tree<'s> {
    /// The whole file, a table.
    pub fn root(&self) -> Value<'_> {
        Value { tree: self, node: 0 }
    }

    fn raw(&self, span: Span) -> &'s str {
        &self.text[span.start as usize..span.end as usize]
    }
}

/// A value in its tree.
#[derive(Clone, Copy)]
pub(super) struct Value<'t> {
    tree: &'t Tree<'t>,
    node: u32,
}

impl<'t> Value<'t> {
    fn node(self) -> &'t Node {
        &self.tree.nodes[self.node as usize]
    }

    /// What kind of thing it is.
    pub fn shape(self) -> Shape {
        self.node().shape
    }

    /// Where it stands.
    pub fn place(self) -> Place {
        Place { source: self.tree.source, offset: self.node().value.start }
    }

    /// Where its key stands; the value itself where it has none.
    pub fn key_place(self) -> Place {
        let offset = if self.node().key.start == NONE { self.node().value.start } else { self.node().key.start };
        Place { source: self.tree.source, offset }
    }

    /// The key under which it stands, empty in a list.
    pub fn key(self) -> Cow<'t, str> {
        if self.node().key.start == NONE {
            return Cow::Borrowed("");
        }
        (self.tree.spelling.key)(self.tree.raw(self.node().key))
    }

    /// Its characters as written.
    pub fn raw(self) -> &'t str {
        self.tree.raw(self.node().value)
    }

    /// What a text says.
    pub fn text(self) -> Option<Cow<'t, str>> {
        (self.shape() == Shape::Text).then(|| (self.tree.spelling.text)(self.raw()))
    }

    /// What stands in a table under a key.
    pub fn get(self, key: &str) -> Option<Value<'t>> {
        (self.shape() == Shape::Table).then(|| self.children().find(|child| child.key() == key)).flatten()
    }

    /// What stands in a table or list, in the order written.
    pub fn children(self) -> impl Iterator<Item = Value<'t>> {
        let value = |node: u32| (node != NONE).then_some(Value { tree: self.tree, node });
        std::iter::successors(value(self.node().first_child), move |child| value(child.node().next))
    }
}

/// Grows a tree while its syntax is read.
pub(super) struct Builder<'s> {
    tree: Tree<'s>,
    /// Children of tables, by the hash of their parent and key.
    index: HashMap<u64, u32>,
    full: bool,
}

/// The root of every tree.
pub(super) const ROOT: u32 = 0;

impl<'s> Builder<'s> {
    pub fn new(source: u32, text: &'s str, spelling: Spelling) -> Builder<'s> {
        let root = Node {
            key: Span { start: NONE, end: NONE },
            value: Span { start: 0, end: 0 },
            first_child: NONE,
            last_child: NONE,
            next: NONE,
            shape: Shape::Table,
            growth: Growth::Headed,
        };
        let tree = Tree { source, text, spelling, nodes: vec![root] };
        Builder { tree, index: HashMap::new(), full: false }
    }

    pub fn finish(self) -> Tree<'s> {
        self.tree
    }

    pub fn place(&self, offset: u32) -> Place {
        Place { source: self.tree.source, offset }
    }

    pub fn growth(&self, node: u32) -> Growth {
        self.tree.nodes[node as usize].growth
    }

    pub fn set_growth(&mut self, node: u32, growth: Growth) {
        self.tree.nodes[node as usize].growth = growth;
    }

    pub fn last_child(&self, node: u32) -> Option<u32> {
        let last = self.tree.nodes[node as usize].last_child;
        (last != NONE).then_some(last)
    }

    /// The child of a table under a key, given as written.
    pub fn find(&self, table: u32, key: Span) -> Option<u32> {
        let name = self.key(key);
        let found = *self.index.get(&hash(table, &name))?;
        let same = |node: u32| self.key(self.tree.nodes[node as usize].key) == name;
        if same(found) {
            return Some(found);
        }
        // Two keys have one hash: look at every child.
        let mut child = self.tree.nodes[table as usize].first_child;
        while child != NONE && !same(child) {
            child = self.tree.nodes[child as usize].next;
        }
        (child != NONE).then_some(child)
    }

    /// Adds a value to a table (under a key) or list, unless the file holds too many.
    pub fn add(
        &mut self,
        parent: u32,
        key: Option<Span>,
        value: Span,
        shape: Shape,
        problems: &mut Problems,
    ) -> Option<u32> {
        if self.tree.nodes.len() >= MAX_VALUES {
            if !self.full {
                self.full = true;
                let message = format!("the file holds more than {MAX_VALUES} values");
                problems.error(self.place(value.start), message, "split the talks, or leave out what nobody disputes");
            }
            return None;
        }
        let node = self.tree.nodes.len() as u32;
        if let Some(key) = key {
            let hash = hash(parent, &self.key(key));
            self.index.entry(hash).or_insert(node);
        }
        let key = key.unwrap_or(Span { start: NONE, end: NONE });
        self.tree.nodes.push(Node {
            key,
            value,
            first_child: NONE,
            last_child: NONE,
            next: NONE,
            shape,
            growth: Growth::Closed,
        });
        let parent = parent as usize;
        match self.tree.nodes[parent].last_child {
            NONE => self.tree.nodes[parent].first_child = node,
            last => self.tree.nodes[last as usize].next = node,
        }
        self.tree.nodes[parent].last_child = node;
        Some(node)
    }

    /// Copies a value and everything in it under another parent, as long as there is room.
    pub fn copy(&mut self, from: u32, parent: u32, key: Option<Span>, problems: &mut Problems) {
        let mut waiting = vec![(from, parent, key)];
        while let Some((from, parent, key)) = waiting.pop() {
            let Node { value, shape, first_child, .. } = self.tree.nodes[from as usize];
            let Some(copy) = self.add(parent, key, value, shape, problems) else { return };
            let mut children = Vec::new();
            let mut child = first_child;
            while child != NONE {
                let Node { key, next, .. } = self.tree.nodes[child as usize];
                children.push((child, copy, (key.start != NONE).then_some(key)));
                child = next;
            }
            waiting.extend(children.into_iter().rev());
        }
    }

    /// What a key, given as written, means.
    pub fn key(&self, key: Span) -> Cow<'_, str> {
        (self.tree.spelling.key)(self.tree.raw(key))
    }
}

fn hash(parent: u32, key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (parent, key).hash(&mut hasher);
    hasher.finish()
}
