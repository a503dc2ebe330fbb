/** Invented people and firms: common names from many languages, put together at random. */
export const givenNames = [
  'Amara', 'Andrei', 'Aiko', 'Bilal', 'Camila', 'Chidi', 'Dalia', 'Diego', 'Elena', 'Emre', 'Farah', 'Femi', 'Giulia', 'Hana', 'Henrik',
  'Imran', 'Ines', 'Jonas', 'Joy', 'Kamal', 'Katya', 'Lan', 'Lucas', 'Maja', 'Marek', 'Mei', 'Nadia', 'Naveen', 'Olena', 'Paulo',
  'Priya', 'Quentin', 'Rosa', 'Sofia', 'Tariq', 'Thandi', 'Uma', 'Viktor', 'Wanjiru', 'Yusuf',
]; // prettier-ignore

export const familyNames = [
  'Abara', 'Almeida', 'Anand', 'Bauer', 'Begum', 'Costa', 'Dimitrov', 'Dubois', 'Eze', 'Fischer', 'Garcia', 'Haddad', 'Hansen', 'Ito',
  'Jansen', 'Kamau', 'Kaya', 'Kim', 'Kowalska', 'Lindgren', 'Moreau', 'Mbeki', 'Nguyen', 'Okoye', 'Popescu', 'Qureshi', 'Rahman',
  'Reyes', 'Rossi', 'Santos', 'Sharma', 'Silva', 'Suzuki', 'Tanaka', 'Torres', 'Umar', 'Varga', 'Weber', 'Yilmaz', 'Zhou',
]; // prettier-ignore

export const firmWords = [
  'Northlight',
  'Harbour',
  'Copper',
  'Willow',
  'Atlas',
  'Juniper',
  'Lantern',
  'Meridian',
  'Orchard',
  'Pebble',
  'Saffron',
  'Tidewater',
];
export const firmKinds = ['Trading', 'Home', 'Outdoor', 'Beauty', 'Kitchen', 'Toys', 'Electronics', 'Fashion'];
