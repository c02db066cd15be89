//! The store of the books, in memory. This module has nothing to do with CORS.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

/// A book as a page sends it.
#[derive(Clone, Deserialize, Serialize)]
pub struct Book {
    pub title: String,
    pub author: String,
}

/// A book as the shop stores it.
#[derive(Serialize)]
pub struct Stored {
    pub id: u64,
    #[serde(flatten)]
    pub book: Book,
}

pub struct Store {
    shelves: Mutex<Shelves>,
}

struct Shelves {
    books: BTreeMap<u64, Book>,
    next_id: u64,
}

impl Store {
    /// Returns a store with three books.
    pub fn stocked() -> Self {
        let books = [
            ("Middlemarch", "George Eliot"),
            ("The Left Hand of Darkness", "Ursula K. Le Guin"),
            ("Things Fall Apart", "Chinua Achebe"),
        ];
        let books: BTreeMap<u64, Book> = (1..)
            .zip(books)
            .map(|(id, (title, author))| {
                let (title, author) = (title.to_owned(), author.to_owned());
                (id, Book { title, author })
            })
            .collect();
        let next_id = books.len() as u64 + 1;
        Self { shelves: Mutex::new(Shelves { books, next_id }) }
    }

    pub fn list(&self) -> Vec<Stored> {
        let shelves = self.shelves();
        let books = shelves.books.iter();
        books.map(|(&id, book)| stored(id, book)).collect()
    }

    pub fn read(&self, id: u64) -> Option<Stored> {
        self.shelves().books.get(&id).map(|book| stored(id, book))
    }

    pub fn create(&self, book: Book) -> Stored {
        let mut shelves = self.shelves();
        let id = shelves.next_id;
        shelves.next_id += 1;
        shelves.books.insert(id, book.clone());
        Stored { id, book }
    }

    pub fn replace(&self, id: u64, book: Book) -> Option<Stored> {
        let mut shelves = self.shelves();
        let stored = shelves.books.get_mut(&id)?;
        stored.clone_from(&book);
        Some(Stored { id, book })
    }

    pub fn delete(&self, id: u64) -> Option<Book> {
        self.shelves().books.remove(&id)
    }

    /// Returns the titles that contain `query`, ignoring case.
    pub fn search(&self, query: &str) -> Vec<String> {
        let query = query.to_lowercase();
        let shelves = self.shelves();
        let titles = shelves.books.values().map(|book| &book.title);
        titles.filter(|title| title.to_lowercase().contains(&query)).cloned().collect()
    }

    /// Locks the shelves. Each change of a book is atomic, so a poisoned lock still protects valid data.
    fn shelves(&self) -> MutexGuard<'_, Shelves> {
        self.shelves.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn stored(id: u64, book: &Book) -> Stored {
    Stored { id, book: book.clone() }
}
